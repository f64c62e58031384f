import { type CompletionItem, InsertTextFormat } from "vscode-languageserver";
import { readDocument, recognise } from "../formats/formats.ts";
import { Lines } from "../formats/text.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { typingAt } from "./typing.ts";

/** What is proposed at an offset of a file of this name. */
export function offersAt(name: string, text: string, offset: number, facts: RegistryFacts, snippets: boolean): CompletionItem[] {
  const format = recognise(name, text);
  if (format === undefined) throw new Error(`${name} is of no format`);
  return provideCompletion(typingAt(readDocument(format, text, name), new Lines(text).position(offset)), facts, { snippets });
}

/** The text when a proposal was taken, with `‸` where the editor puts the cursor. */
export function accepted(text: string, { textEdit, insertTextFormat }: CompletionItem): string {
  if (textEdit === undefined || !("range" in textEdit)) throw new Error("An offer has one edit");
  const lines = new Lines(text);
  const { range, newText } = textEdit;
  const written = insertTextFormat === InsertTextFormat.Snippet ? expanded(newText) : `${newText}‸`;
  return text.slice(0, lines.offset(range.start)) + written + text.slice(lines.offset(range.end));
}

/** A snippet with its defaults, the cursor at its first place (LSP 3.17, "Snippet Syntax"). */
export function expanded(snippet: string): string {
  const defaults = new Map<string, string>();
  const stops: { readonly number: number; readonly at: number }[] = [];
  const pattern = /\\([\\$}])|\$\{(\d+)\|((?:[^|\\]|\\.)*)\|\}|\$\{(\d+)(?::((?:[^}\\]|\\.)*))?\}|\$(\d+)/g;
  let text = "";
  let last = 0;
  for (const match of snippet.matchAll(pattern)) {
    const [whole, literal, choice, choices, stop, preset, bare] = match;
    text += snippet.slice(last, match.index);
    last = match.index + whole.length;
    const number = choice ?? stop ?? bare;
    if (number === undefined) text += literal;
    else {
      stops.push({ number: Number(number) || Number.POSITIVE_INFINITY, at: text.length });
      const value = choices?.split(",")[0] ?? preset ?? defaults.get(number) ?? "";
      defaults.set(number, value);
      text += value;
    }
  }
  text += snippet.slice(last);
  const first = stops.toSorted((left, right) => left.number - right.number)[0]?.at ?? text.length;
  return `${text.slice(0, first)}‸${text.slice(first)}`;
}

import { filesOf } from "../../dvc/pipeline.ts";
import { mostValues, shownValue } from "../../dvc/shownValue.ts";
import { type DottedName, dottedNames, templateNames } from "../../dvc/templateNames.ts";
import { isOfVars, mapOf, type Value } from "../../dvc/value.ts";
import type { Project } from "../../rules/rule.ts";
import type { Offer } from "../format.ts";
import { escapeCode } from "../markdown.ts";
import type { TypingPlace } from "../typingPlace.ts";
import type { DvcYamlModel } from "./model.ts";

/** What a template can name that is being typed, behind its `${`: first what a loop gives it. Undefined: none is typed. */
export function variablesOfDvcYaml(
  { root, text }: DvcYamlModel,
  { word, path, key }: TypingPlace,
  project: Project,
): readonly Offer[] | undefined {
  if (root === undefined || !/(?<!\\)\$\{[^{}\n]*$/.test(word)) return undefined;
  // `vars` have no templates.
  if ([...path, key].includes("vars")) return [];
  const stage = path[0] === "stages" ? (path[1] ?? key) : undefined;
  const section = [...path, key ?? ""][2];
  const isInLoop = section !== "foreach" && section !== "matrix";
  const { loop, variables } = templateNames(root, text, filesOf(project), { stage, isInLoop });
  const looped = new Map<string, Value[]>();
  for (const { names } of loop) {
    // `item` before `key`.
    for (const { name, value } of dottedNames(mapOf(Object.entries(names).sort()))) looped.set(name, [...(looped.get(name) ?? []), value]);
  }
  const ofLoop = [...looped].map(([name, values]): Offer => {
    const shown = [...new Set(values.map(shownValue))];
    const note = shown.slice(0, mostValues).join(", ") + (shown.length > mostValues ? ", …" : "");
    return { name, kind: "parameter", note, doc: `${codes(shown)}, one for each stage of the loop.` };
  });
  return [...ofLoop, ...variables.filter(({ name }) => !looped.has(name)).map(offerOf)];
}

function offerOf({ name, value }: DottedName): Offer {
  const { source } = value;
  const from = source === undefined ? "" : isOfVars(source) ? ", from `vars` of this file" : `, from \`${escapeCode(source)}\``;
  return { name, kind: "parameter", note: shownValue(value), doc: `${codes([shownValue(value)])}${from}.` };
}

function codes(values: readonly string[]): string {
  const shown = values.slice(0, mostValues).map((value) => `\`${escapeCode(value)}\``);
  return shown.join(", ") + (values.length > mostValues ? `, and ${values.length - mostValues} more` : "");
}

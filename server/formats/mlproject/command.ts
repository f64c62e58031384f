import type { Span } from "../text.ts";
import type { YamlScalar } from "../yamlTree.ts";
import { type BraceProblem, type Field, type FormatString, readFormatString } from "./strFormat.ts";

export interface Command {
  readonly node: YamlScalar;
  readonly placeholders: readonly Field[];
  readonly braces: readonly BraceProblem[];
}

/** Reads the placeholders of a command. Spans point into the file; where the text is written otherwise than it reads, at all of it. */
export function readCommand(node: YamlScalar, fileText: string): Command {
  const read = readFormatString(node.text);
  const written = readFormatString(fileText.slice(node.start, node.end));
  const isAsWritten = saysOf(read) === saysOf(written);
  const place = (span: Span): Span =>
    isAsWritten ? { start: span.start + node.start, end: span.end + node.start } : { start: node.start, end: node.end };
  const { fields, braces } = isAsWritten ? written : read;
  return {
    node,
    placeholders: fields.map((each) => ({ ...each, ...place(each), nameSpan: place(each.nameSpan), plain: each.plain && isAsWritten })),
    braces: braces.map((each) => ({ ...each, ...place(each) })),
  };
}

/** What a text asks for, without where. */
function saysOf({ fields, braces }: FormatString): string {
  return JSON.stringify([fields.map(({ name, plain, misfit }) => [name, plain, misfit]), braces.map(({ why }) => why)]);
}

/** Is it a parameter that is not declared, rather than JSON whose braces are not doubled? */
export function meansParameter({ name, plain }: Field): boolean {
  return plain && /^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(name);
}

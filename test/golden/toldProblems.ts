import type { Format } from "#server/formats/format.ts";
import { readDocument } from "#server/formats/formats.ts";
import { checkConfig } from "#server/rules/check.ts";
import { noFacts, noProject } from "#server/rules/rule.ts";

/** A problem by its line, from 1, what is underlined, and what is said. */
export interface ToldProblem {
  readonly line: number;
  readonly under: string;
  readonly message: string;
  readonly code: string;
}

/** The problems of a text by itself, where nothing is known of other files and of a registry. */
export function problemsOf(format: Format, text: string): ToldProblem[] {
  const lines = text.split("\n");
  return checkConfig(readDocument(format, text, format.id), {
    ...{ facts: noFacts, project: noProject, exists: () => undefined, severities: {} },
    onRuleFailure: (code, error) => {
      throw new Error(code, { cause: error });
    },
  }).map(({ range: { start, end }, message, code }) => {
    const under = start.line === end.line ? (lines[start.line] ?? "").slice(start.character, end.character) : "several lines";
    return { line: start.line + 1, under, message, code };
  });
}

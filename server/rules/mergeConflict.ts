import type { ConfigModel } from "../formats/format.ts";
import { lineEndOf, lineStartOf, type Span } from "../formats/text.ts";
import { isBeyondLimits } from "../formats/yamlTree.ts";
import { finding, type Rule } from "./rule.ts";

/** What Git writes where two changes met (`git merge-file`); the third only with the style `diff3`. */
const marker = /^(?:<{7}|>{7}|\|{7})(?: .*)?$/m;
/** The line between the two sides, which is left when the others are gone. */
const between = /^={7}$/;

/**
 * A merge conflict is not resolved.
 *
 * Git left both sides in the file, between lines of seven signs. No tool reads it; nothing else is checked.
 */
export const mergeConflict: Rule<ConfigModel> = {
  code: "merge-conflict",
  severity: "error",
  standsAlone: true,
  *check({ text, yamlProblems }) {
    // In a text of several lines, the same signs are a text.
    const [problem] = yamlProblems.filter((each) => !isBeyondLimits(each));
    const span = problem && (markedLine(text) ?? lineBetween(text, problem.start));
    if (span === undefined) return;
    yield finding(
      span,
      "A merge conflict is not resolved here. Keep what is right, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
    );
  },
};

function markedLine(text: string): Span | undefined {
  const found = marker.exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].trimEnd().length };
}

function lineBetween(text: string, offset: number): Span | undefined {
  const span = { start: lineStartOf(text, offset), end: lineEndOf(text, offset) };
  return between.test(text.slice(span.start, span.end)) ? span : undefined;
}

import type { ConfigModel } from "../formats/format.ts";
import { isBeyondLimits } from "../formats/yamlTree.ts";
import { finding, type Rule } from "./rule.ts";

/**
 * The text is not YAML.
 *
 * The tool that reads the file refuses all of it. Everything that could be read is still checked.
 *
 * Wrong:
 * ```yaml
 * main: parameters:
 * ```
 * Right:
 * ```yaml
 * main:
 *   parameters:
 * ```
 */
export const yamlSyntax: Rule<ConfigModel> = {
  code: "yaml-syntax",
  severity: "error",
  *check({ yamlProblems, text }) {
    for (const problem of yamlProblems) {
      if (isBeyondLimits(problem)) continue;
      // At the end of the text there is nothing to underline: what is missing is missing after the last character.
      const start = Math.min(problem.start, Math.max(0, text.trimEnd().length - 1));
      yield finding(
        { start, end: Math.max(Math.min(problem.end, text.trimEnd().length), Math.min(start + 1, text.length)) },
        explanations[problem.code] ?? `${problem.message.split("\n")[0]}.`.replace("..", "."),
      );
    }
  },
};

/** For codes of `yaml` 2.9 whose own message helps only people who know parsers. */
const explanations: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "This is no escape in double quotes. Write two backslashes, or use single quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A second `key:` cannot stand on the same line. Put it on its own line, indented.",
  TAB_AS_INDENT: "YAML does not take tabs for indentation. Use spaces.",
  MISSING_CHAR: "A closing quote or bracket is missing.",
  MULTIPLE_DOCS: "A second document begins here, and only one is read. Remove the `---`.",
  BAD_INDENT: "The indentation does not match the lines above, or a bracket is not closed.",
};

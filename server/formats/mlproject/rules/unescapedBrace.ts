import { finding, type Rule } from "../../../rules/rule.ts";
import { meansParameter } from "../command.ts";
import type { MlprojectModel } from "../model.ts";
import type { BraceProblem } from "../strFormat.ts";

/**
 * A brace in the command is not doubled.
 *
 * Commands go through Python's `str.format`, where `{name}` stands for a parameter. A brace that is meant as such is written twice.
 *
 * Wrong: `command: "python t.py '{a.b: 1}'"`. Right: `command: "python t.py '{{a.b: 1}}'"`.
 */
export const mlprojectUnescapedBrace: Rule<MlprojectModel> = {
  code: "mlproject-unescaped-brace",
  severity: "error",
  *check({ entryPoints, text }) {
    for (const { parameters, command } of entryPoints) {
      const names = new Set(parameters.map((each) => each.asked));
      const notMeant = (command?.placeholders ?? []).filter((field) => !names.has(field.name) && !meansParameter(field));
      for (const brace of [...(command?.braces ?? []), ...notMeant.map((each) => ({ ...each, why: "notAName" as const }))]) {
        const written = text.slice(brace.start, brace.end);
        const doubled = written.replaceAll("{", "{{").replaceAll("}", "}}");
        yield finding(brace, messages[brace.why], [
          {
            title: `Double the ${written.length === 1 ? "brace" : "braces"}`,
            edits: [{ start: brace.start, end: brace.end, text: doubled }],
          },
        ]);
      }
    }
  },
};

const messages: Readonly<Record<BraceProblem["why"] | "notAName", string>> = {
  unclosed: "This brace is never closed, and `mlflow run` fails. Write `{{` for a literal brace.",
  unopened: "This brace closes nothing, and `mlflow run` fails. Write `}}` for a literal brace.",
  noName: "Name a parameter between the braces, or write `{{` and `}}` for literal braces.",
  notAName: "This is not a parameter's name, and `mlflow run` fails. Write `{{` and `}}` for literal braces.",
};

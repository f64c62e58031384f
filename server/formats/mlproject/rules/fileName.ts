import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The file has an extension.
 *
 * MLflow looks for a file called `MLproject` (in any case) and for nothing else; this one is not read at all.
 *
 * Wrong: `MLproject.yaml`. Right: `MLproject`.
 */
export const mlprojectFileName: Rule<MlprojectModel> = {
  code: "mlproject-file-name",
  severity: "warning",
  *check({ fileName, text }) {
    if (fileName.toLowerCase() === "mlproject") return;
    const lineEnd = /\r?\n|$/.exec(text)?.index ?? 0;
    yield finding({ start: 0, end: lineEnd }, "MLflow reads only a file called `MLproject`, without an extension. Rename this file.");
  },
};

import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlprojectModel } from "../model.ts";

/**
 * The default of a `uri` parameter has no scheme.
 *
 * `mlflow run` refuses it: `Expected URI for parameter …`.
 *
 * Wrong: `{type: uri, default: data.csv}`. Right: `{type: uri, default: "file:///data.csv"}`, or `type: path` for a file.
 */
export const mlprojectDefaultUri: Rule<MlprojectModel> = {
  code: "mlproject-default-uri",
  severity: "error",
  *check({ entryPoints }) {
    for (const { parameters } of entryPoints) {
      for (const { type, default: preset } of parameters) {
        if (type !== "uri" || preset === undefined) continue;
        // Python's urlparse, which decides in MLflow.
        if (preset.kind === "scalar" && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(preset.text)) continue;
        yield finding(preset, "A `uri` needs a scheme such as `s3:` or `file:`. Add one, or use the type `path`.");
      }
    }
  },
};

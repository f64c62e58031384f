import type { Format } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { holds } from "../text.ts";
import { environmentKeys, mlprojectSpec } from "./keys.ts";
import { mlprojectLens } from "./lens.ts";
import { type MlprojectModel, pathsOfMlproject, readMlproject } from "./model.ts";
import { mlprojectRules } from "./rules/rules.ts";
import { mlprojectStarters } from "./starters.ts";
import { mlprojectSymbols, parameterDoc } from "./symbols.ts";

/** `MLproject`: how MLflow runs a folder. */
export const mlprojectFormat: Format<MlprojectModel> = {
  id: "MLproject",
  language: {
    contributed: {
      id: "mlproject",
      aliases: ["MLproject"],
      filenames: ["MLproject", "mlproject", "MLProject"],
      scopeName: "source.mlproject",
      grammar: "./syntaxes/mlproject.tmLanguage.json",
    },
    patterns: ["**/[Mm][Ll][Pp]roject", "**/[Mm][Ll][Pp]roject.{yaml,yml}"],
    activatesOn: ["MLproject"],
  },
  /**
   * MLflow 3.17.2 finds `mlproject` in any case and without an extension (`_find_mlproject`); one with a YAML extension is recognised by
   * its content, to say that MLflow will not read it.
   */
  matches(name, head) {
    if (/^mlproject$/i.test(name)) return true;
    if (!/^mlproject\.ya?ml$/i.test(name)) return false;
    return head === undefined ? undefined : /^entry_points\s*:/m.test(head);
  },
  read: readMlproject,
  tree: (text) => readTree(text, "mlflow"),
  spec: mlprojectSpec,
  rules: mlprojectRules,
  links: (model) => pathsOfMlproject(model).map(({ path }) => path),
  symbols: mlprojectSymbols,
  paths: pathsOfMlproject,
  notes({ entryPoints }, offset) {
    const {
      name,
      type,
      default: preset,
    } = entryPoints.flatMap(({ parameters }) => parameters).find((each) => holds(each.name, offset)) ?? {};
    if (name === undefined || type === undefined || preset !== undefined) return undefined;
    return `Required: \`mlflow run .\` needs \`-P ${name.text}=…\`.`;
  },
  variables({ entryPoints }, { key, word, path }) {
    if (key !== "command" || !/(?<!\{)(?:\{\{)*\{[^{}]*$/.test(word)) return undefined;
    const entry = entryPoints.find(({ name }) => name.text === path[1]);
    return entry?.parameters.map((each) => ({ name: each.asked, doc: parameterDoc(entry, each) })) ?? [];
  },
  lookup(_model, reference, { key }) {
    if (reference !== "file") return undefined;
    const ending = key === "python_file" ? /\.py$/i : /\.ya?ml$/i;
    const likely = key === "python_env" ? /^python_env/i : /^(?:conda|environment)/i;
    return { paths: { folder: "", fits: (uri, type) => type === "folder" || ending.test(uri), likely } };
  },
  /** A project has one environment at most, and none beside a Spark job. */
  keysBeside(spec, present) {
    const excluded = [...environmentKeys, "databricks_spark_job"];
    if (spec !== mlprojectSpec || !present.some((name) => excluded.includes(name))) return spec.keys;
    return spec.keys?.filter(({ name }) => !excluded.includes(name));
  },
  starters: mlprojectStarters,
  lens: mlprojectLens,
};

import type { Format } from "../format.ts";
import { entryOf, stringOf } from "../yamlTree.ts";
import { mlmodelSpec } from "./keys.ts";
import { filesOfMlmodel, type MlmodelModel, readMlmodel } from "./model.ts";
import { mlmodelRules } from "./rules/rules.ts";
import { signatureTable } from "./signatureTable.ts";

/** `MLmodel`: a model as MLflow saved it. */
export const mlmodelFormat: Format<MlmodelModel> = {
  id: "MLmodel",
  language: {
    contributed: {
      id: "mlmodel",
      aliases: ["MLmodel"],
      filenames: ["MLmodel"],
      scopeName: "source.mlmodel",
      grammar: "./syntaxes/mlmodel.tmLanguage.json",
    },
    patterns: ["**/MLmodel"],
    activatesOn: [],
  },
  matches: (name) => name === "MLmodel",
  read: readMlmodel,
  spec: mlmodelSpec,
  rules: mlmodelRules,
  quietIn: ["mlruns", "mlartifacts"],
  links: (model) => filesOfMlmodel(model).map(({ path }) => path),
  paths: (model) => filesOfMlmodel(model).map(({ node: { start, end }, path }) => ({ start, end, path })),
  registered: ({ root }) => {
    const node = entryOf(root, "run_id")?.value;
    const id = stringOf(node);
    return node === undefined || !id ? [] : [{ start: node.start, end: node.end, names: { kind: "run", id } }];
  },
  notes: ({ root, signature }, offset) => signatureTable(root, signature, offset),
};

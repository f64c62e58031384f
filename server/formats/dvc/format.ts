import { graphPartOf, paramsFilesOf, usualParamsFiles } from "../../dvc/pipeline.ts";
import { dvcProject } from "../../dvc/project.ts";
import { dvcGraphRules } from "../../dvc/rules/graphRules.ts";
import type { Format } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { dvcYamlHints } from "./hints.ts";
import { dvcYamlSpec, foreachKeys, stageKeys, stageSpec } from "./keys.ts";
import { dvcLens } from "./lens.ts";
import { lookupOfDvcYaml } from "./lookup.ts";
import { meaningOfPipeline } from "./meaning.ts";
import { dvcYamlMentions } from "./mentions.ts";
import { type DvcYamlModel, readDvcYaml } from "./model.ts";
import { pathsOfDvcYaml } from "./paths.ts";
import { resolvedValueAt } from "./resolvedValue.ts";
import { dvcYamlRules } from "./rules/rules.ts";
import { dvcYamlStarters } from "./starters.ts";
import { variablesOfDvcYaml } from "./variables.ts";

/** `dvc.yaml`: the stages of a DVC pipeline. A GitHub workflow of this name (`on`, `jobs`) is none. */
export const dvcYamlFormat: Format<DvcYamlModel> = {
  id: "dvc.yaml",
  language: {
    contributed: {
      id: "dvc-yaml",
      aliases: ["DVC Pipeline"],
      filenames: [],
      filenamePatterns: ["**/dvc.yaml"],
      scopeName: "source.dvc-yaml",
      grammar: "./syntaxes/dvc-yaml.tmLanguage.json",
    },
    stayYaml: ["**/.github/workflows/dvc.yaml"],
    patterns: ["**/dvc.yaml"],
    activatesOn: ["dvc.yaml"],
  },
  matches: (name, head) => (name !== "dvc.yaml" ? false : head === undefined ? undefined : !/^(?:jobs|"?on"?)[ \t]*:/m.test(head)),
  read: readDvcYaml,
  tree: (text) => readTree(text, "dvc"),
  spec: dvcYamlSpec,
  rules: [...dvcYamlRules, ...dvcGraphRules],
  /** A stage that is repeated has two keys, and no other. */
  keysBeside(spec, present) {
    if (spec !== stageSpec || present.length === 0) return spec.keys;
    return present.some((name) => foreachKeys.some((key) => key.name === name)) ? foreachKeys : stageKeys;
  },
  starters: dvcYamlStarters,
  lookup: lookupOfDvcYaml,
  variables: variablesOfDvcYaml,
  lens: dvcLens,
  reads: paramsFilesOf,
  usualReads: usualParamsFiles,
  membership: { kind: dvcProject, part: graphPartOf },
  paths: pathsOfDvcYaml,
  mentions: dvcYamlMentions,
  resolvedAt: resolvedValueAt,
  hints: (model, _facts, project) => dvcYamlHints(model, project),
  meaning: meaningOfPipeline,
};

import type { Format } from "../format.ts";
import { dvcYamlSpec } from "./keys.ts";
import { type DvcYamlModel, readDvcYaml } from "./model.ts";
import { dvcYamlRules } from "./rules/rules.ts";

/** `dvc.yaml`: the stages of a DVC pipeline. A GitHub workflow of this name (`on`, `jobs`) is none. */
export const dvcYamlFormat: Format<DvcYamlModel> = {
  id: "dvc.yaml",
  language: { patterns: ["**/dvc.yaml"], activatesOn: ["dvc.yaml"] },
  matches: (name, head) => (name !== "dvc.yaml" ? false : head === undefined ? undefined : !/^(?:jobs|"?on"?)[ \t]*:/m.test(head)),
  read: readDvcYaml,
  spec: dvcYamlSpec,
  rules: dvcYamlRules,
};

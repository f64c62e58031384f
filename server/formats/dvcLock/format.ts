import { plainYaml } from "#protocol/languageContributions.ts";
import { usualParamsFiles } from "../../dvc/pipeline.ts";
import { pipelineBeside, pipelineFile } from "../../dvc/pipelineBeside.ts";
import type { Format } from "../format.ts";
import { comparedInLock } from "./compared.ts";
import { dvcLockSpec } from "./keys.ts";
import { dvcLockMentions } from "./mentions.ts";
import { type DvcLockModel, readDvcLock } from "./model.ts";
import { dvcLockRules } from "./rules/rules.ts";

/** `dvc.lock`: what the stages of the `dvc.yaml` beside it were last run with. */
export const dvcLockFormat: Format<DvcLockModel> = {
  id: "dvc.lock",
  language: {
    contributed: {
      id: "dvc-lock",
      aliases: ["DVC Lock File"],
      filenames: ["dvc.lock"],
      ...plainYaml,
    },
    patterns: ["**/dvc.lock"],
    activatesOn: [],
  },
  matches: (name) => name === "dvc.lock",
  read: readDvcLock,
  spec: dvcLockSpec,
  rules: dvcLockRules,
  /** It is the `dvc.yaml` that says which stages there are, and where their paths begin. */
  reads: (_model, found) => [pipelineFile, ...(pipelineBeside(found)?.asked ?? [])],
  usualReads: [pipelineFile, ...usualParamsFiles],
  mentions: dvcLockMentions,
  comparedAt: comparedInLock,
};

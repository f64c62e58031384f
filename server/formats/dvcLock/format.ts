import type { Format } from "../format.ts";
import { dvcLockSpec } from "./keys.ts";
import { dvcLockMentions } from "./mentions.ts";
import { type DvcLockModel, readDvcLock } from "./model.ts";
import { dvcLockRules } from "./rules/rules.ts";

/** `dvc.lock`: what the stages of the `dvc.yaml` beside it were last run with. */
export const dvcLockFormat: Format<DvcLockModel> = {
  id: "dvc.lock",
  language: { yaml: { filenames: ["dvc.lock"], extensions: [] }, patterns: ["**/dvc.lock"], activatesOn: [] },
  matches: (name) => name === "dvc.lock",
  read: readDvcLock,
  spec: dvcLockSpec,
  rules: dvcLockRules,
  mentions: dvcLockMentions,
};

import type { KeySpec } from "#registry/model/keySpec.ts";
import { dataKeys } from "../../dvc/dataKeys.ts";

const data = (name: string, doc: string): KeySpec => ({
  name,
  type: "list",
  doc,
  item: {
    name: "file",
    type: "map",
    doc: "A file or folder.",
    keys: [
      { name: "path", type: "text", doc: "As the stage names it.", presence: "required" },
      ...dataKeys,
      { name: "dataset", type: "map", doc: "What was known of a dataset." },
    ],
  },
});

const stage: KeySpec = {
  name: "stage",
  type: "map",
  doc: "What a stage was last run with.",
  keys: [
    { name: "cmd", type: "text or list", doc: "The command.", presence: "required" },
    data("deps", "What the command read."),
    {
      name: "params",
      type: "map",
      doc: "Values of parameters, by file.",
      each: { name: "values", type: "map", doc: "Values by parameter.", each: { name: "value", type: "anything", doc: "The value." } },
    },
    data("outs", "What the command wrote."),
  ],
};

/** `LOCKFILE_SCHEMA` in `dvc/schema.py` of DVC 3.67. */
export const dvcLockSpec: KeySpec = {
  name: "dvc.lock",
  type: "map",
  doc: "What the stages were last run with, as DVC writes it.",
  keys: [
    { name: "schema", type: "version 2.0", doc: "Version of this format: `'2.0'`.", presence: "required" },
    { name: "stages", type: "map", doc: "The stages, by name.", each: stage },
    { name: "datasets", type: "anything", doc: "Datasets that `dvc ds` keeps track of." },
  ],
};

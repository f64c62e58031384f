import type { KeySpec } from "#registry/model/keySpec.ts";
import { entryOf } from "../formats/yamlTree.ts";
import { dataKeys } from "./dataKeys.ts";
import type { Shape } from "./misfits.ts";

const text = (name: string, doc: string): KeySpec => ({ name, type: "text", doc });
const onOff = (name: string, doc: string): KeySpec => ({ name, type: "switch", doc });

const path: KeySpec = { name: "path", type: "text", doc: "The file or folder, relative to the folder of this file.", presence: "required" };
const settings: KeySpec = { name: "fs_config", type: "map", doc: "Settings of the place that it comes from." };

const outputKeys: readonly KeySpec[] = [
  path,
  ...dataKeys,
  onOff("cache", "`false`: Git keeps the file, not DVC's cache. Default `true`."),
  onOff("persist", "`true`: the file is not removed before it is written anew."),
  onOff("push", "`false`: `dvc push` leaves it out. Default `true`."),
  text("remote", "The remote that it is pushed to, in place of the default one."),
  text("desc", "What it is, for people."),
  text("type", "A kind of data or model, in your own words."),
  { name: "labels", type: "list of text", doc: "Words to find it by.", item: text("label", "A word to find it by.") },
  { name: "meta", type: "anything", doc: "Anything that your own tools want to know." },
  settings,
];

const repo: KeySpec = {
  name: "repo",
  type: "map",
  doc: "The DVC repository that it was imported from.",
  keys: [
    { name: "url", type: "text", doc: "Where the repository is.", presence: "required" },
    text("rev", "The branch, tag or commit that `dvc update` follows."),
    text("rev_lock", "The commit that it was imported from."),
    { name: "config", type: "text or map", doc: "Settings of DVC for the repository." },
    { name: "remote", type: "text or map", doc: "The remote of the repository that holds the data." },
  ],
};

const db: KeySpec = {
  name: "db",
  type: "map",
  doc: "The database that it was imported from.",
  keys: [
    text("query", "An SQL query."),
    text("connection", "The name of a connection in DVC's settings."),
    text("file_format", "`csv` or `json`."),
    text("table", "A table."),
  ],
};

const dependencyKeys: readonly KeySpec[] = [path, ...dataKeys, onOff("persist", "Has no effect here."), repo, db, settings];
const dependency: KeySpec = { name: "dependency", type: "map", doc: "Where the data comes from.", keys: dependencyKeys };
const fromDatabase: KeySpec = { ...dependency, keys: [text("path", "Has no meaning here."), ...dependencyKeys.slice(1)] };

/** `SINGLE_STAGE_SCHEMA` in `dvc/schema.py` of DVC 3.67. */
export const dotDvcSpec: KeySpec = {
  name: ".dvc",
  type: "map",
  doc: "Data that DVC keeps, as `dvc add` and `dvc import` write it.",
  keys: [
    {
      name: "outs",
      type: "list or nothing",
      doc: "The data.",
      item: { name: "output", type: "map", doc: "A file or folder.", keys: outputKeys },
    },
    { name: "deps", type: "list or nothing", doc: "Where the data comes from.", item: dependency },
    { name: "wdir", type: "text or nothing", doc: "The folder that paths are relative to. Default: the one of this file." },
    { name: "md5", type: "checksum", doc: "MD5 of this file without it." },
    onOff("frozen", "`true`: `dvc repro` and `dvc update` leave it alone."),
    onOff("locked", "The old name of `frozen`."),
    onOff("always_changed", "`true`: it is looked up every time."),
    text("desc", "What it is, for people."),
    { name: "meta", type: "anything", doc: "Anything that your own tools want to know." },
  ],
};

export const dotDvcShape: Shape = {
  spec: dotDvcSpec,
  // What comes from a database has no path; DVC makes nothing of any other that has none.
  specOf: (node, spec) => (spec === dependency && entryOf(node, "db") !== undefined ? fromDatabase : spec),
};

import type { KeySpec } from "#registry/model/keySpec.ts";

/* Keys that DVC 3.67 itself writes of files and folders (`dvc/output.py`): `CHECKSUMS_SCHEMA`, `META_SCHEMA`, `CLOUD_SCHEMA`, `DIR_FILES_SCHEMA`. */

const checksum = (name: string, doc: string): KeySpec => ({ name, type: "checksum", doc });
const whole = (name: string, doc: string): KeySpec => ({ name, type: "whole number", doc });

const checksums: readonly KeySpec[] = [
  checksum("md5", "MD5 of the content; of a folder, of the list of its files, with `.dir` at the end."),
  checksum("checksum", "What HDFS says of the content."),
  checksum("etag", "What a cloud store says of the content."),
];

const meta: readonly KeySpec[] = [
  whole("size", "Bytes."),
  whole("nfiles", "Files in a folder."),
  { name: "isexec", type: "switch", doc: "The file can be run." },
  { name: "version_id", type: "text", doc: "The version that a cloud store keeps of it." },
];

const cloud: KeySpec = {
  name: "cloud",
  type: "single map",
  doc: "The remote that keeps versions of it, and what that says of it.",
  each: { name: "remote", type: "map", doc: "What the remote says of it.", keys: [...meta, ...checksums] },
};

const file: KeySpec = {
  name: "file",
  type: "map",
  doc: "A file of the folder.",
  keys: [{ name: "relpath", type: "text", doc: "Its path in the folder.", presence: "required" }, ...checksums, ...meta, cloud],
};

/** What stands beside the path of a file or folder. */
export const dataKeys: readonly KeySpec[] = [
  { name: "hash", type: "text", doc: "The kind of hash: `md5`; absent for what DVC 2 wrote." },
  ...checksums,
  ...meta,
  cloud,
  { name: "files", type: "list", doc: "The files of a folder, one by one.", item: file },
];

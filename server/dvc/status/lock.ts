import { readYaml } from "../../formats/readYaml.ts";
import { entriesOf, entryOf, itemsOf, stringOf, type YamlNode } from "../../formats/yamlTree.ts";
import { valueOfYaml } from "../fromYaml.ts";
import { isScalar, type MapValue, mapOf, plainText, type Value } from "../value.ts";
import { listDigest } from "./hashes.ts";

/** What was known of a file or folder when a stage was last run (`dvc.lock`), or when it was added (`.dvc`). */
export interface LockedData {
  readonly path: string;
  /** Lower case hexadecimal; of a folder with `.dir` at the end. Absent: only another kind of hash is there. */
  readonly md5?: string;
  /** Written by DVC 2: of texts, line ends do not count. */
  readonly isLegacy: boolean;
  /** bytes */
  readonly size?: number;
}

/** What a stage was last run with. */
export interface LockedStage {
  readonly command: Value | undefined;
  readonly deps: ReadonlyMap<string, LockedData>;
  readonly outs: ReadonlyMap<string, LockedData>;
  /** Values by the name of the parameter, by params file. */
  readonly params: ReadonlyMap<string, MapValue>;
}

/** The stages of a `dvc.lock` by name, as DVC 3.67 reads it (`StageLoader.fill_from_lock`); undefined: DVC does not read it. */
export function readLock(text: string): ReadonlyMap<string, LockedStage> | undefined {
  const { root, problems } = readYaml(text, "dvc");
  if (problems.length > 0) return undefined;
  return new Map(entriesOf(entryOf(root, "stages")?.value).map(({ key, value }) => [key.text, readStage(value)]));
}

function readStage(stage: YamlNode): LockedStage {
  const command = entryOf(stage, "cmd")?.value;
  const params = entriesOf(entryOf(stage, "params")?.value).map(({ key, value }) => {
    const values = valueOfYaml(value);
    return [key.text, values.kind === "map" ? values : mapOf([])] as const;
  });
  return {
    command: command && valueOfYaml(command),
    deps: byPath(entryOf(stage, "deps")?.value),
    outs: byPath(entryOf(stage, "outs")?.value),
    params: new Map(params),
  };
}

function byPath(list: YamlNode | undefined): ReadonlyMap<string, LockedData> {
  return new Map(
    itemsOf(list)
      .flatMap((item) => readData(item) ?? [])
      .map((data) => [data.path, data]),
  );
}

/** An item of `deps` or `outs` as DVC itself writes it; undefined: it has no path. */
export function readData(item: YamlNode): LockedData | undefined {
  const path = stringOf(entryOf(item, "path")?.value);
  if (path === undefined) return undefined;
  const size = scalarText(entryOf(item, "size")?.value);
  const md5 = digestOf(item);
  return {
    path,
    isLegacy: entryOf(item, "hash") === undefined,
    ...(md5 !== undefined && { md5 }),
    ...(size !== undefined && /^\d+$/.test(size) && { size: Number(size) }),
  };
}

/** Of a folder that DVC keeps file by file, the hash is made of theirs. */
function digestOf(item: YamlNode): string | undefined {
  const files = itemsOf(entryOf(item, "files")?.value);
  if (files.length === 0) return scalarText(entryOf(item, "md5")?.value);
  const listed = files.map((file) => ({
    md5: scalarText(entryOf(file, "md5")?.value),
    relpath: stringOf(entryOf(file, "relpath")?.value),
  }));
  const whole = listed.flatMap(({ md5, relpath }) => (md5 === undefined || relpath === undefined ? [] : [{ md5, relpath }]));
  return whole.length === listed.length ? listDigest(whole) : undefined;
}

/** A hash of digits alone is a number to YAML. */
function scalarText(node: YamlNode | undefined): string | undefined {
  const value = node && valueOfYaml(node);
  return value !== undefined && isScalar(value) && value.kind !== "none" ? (stringOf(node) ?? plainText(value)) : undefined;
}

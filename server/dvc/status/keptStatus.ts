import { namedPath } from "../../formats/namedPath.ts";
import { booleanOf, entryOf, itemsOf, stringOf, type YamlNode } from "../../formats/yamlTree.ts";
import type { DataStatus } from "./dataStatus.ts";
import { readData } from "./lock.ts";
import { addChange, type DataChange } from "./stageStatus.ts";

/** How the data of a `.dvc` file stands to what the file says of it: what `dvc status` of DVC 3.67 says of the stage that the file is. */
export interface KeptStatus {
  readonly outs: readonly DataChange[];
  /** Where it comes from; nothing is said of it while the file is frozen, as imports are. */
  readonly deps: readonly DataChange[];
  readonly isAlwaysChanged: boolean;
  /** `modified`: the file has a checksum of itself where DVC writes none. `unknown`: it has one, and what it should be was not worked out. */
  readonly checksum: "same" | "modified" | "unknown";
}

/** `folder` is the URI of the folder of the file. Undefined: the data lies in no folder that is known. */
export async function keptStatus(root: YamlNode | undefined, folder: string, data: DataStatus): Promise<KeptStatus | undefined> {
  const place = namedPath(stringOf(entryOf(root, "wdir")?.value) || ".", `${folder}/x`);
  if (place === undefined) return undefined;
  const [outItems, depItems] = [itemsOf(entryOf(root, "outs")?.value), itemsOf(entryOf(root, "deps")?.value)];
  const [outs, deps]: [DataChange[], DataChange[]] = [[], []];
  for (const item of outItems) {
    const known = readData(item);
    const isCached = booleanOf(entryOf(item, "cache")?.value) !== false;
    if (known !== undefined) addChange(outs, known.path, await data.output(known.path, place, known, isCached));
  }
  if (!isOn(root, "frozen") && !isOn(root, "locked")) {
    for (const item of depItems) {
      const known = readData(item);
      const isHere = entryOf(item, "repo") === undefined && entryOf(item, "db") === undefined;
      const path = known?.path ?? "its source";
      addChange(deps, path, known !== undefined && isHere ? await data.dependency(path, place, known) : "unknown");
    }
  }
  const isImport = outItems.length === 1 && depItems.length === 1;
  const hasChecksum = entryOf(root, "md5") !== undefined;
  const checksum = isImport ? "unknown" : hasChecksum ? "modified" : "same";
  return { outs, deps, isAlwaysChanged: isOn(root, "always_changed"), checksum };
}

function isOn(root: YamlNode | undefined, key: string): boolean {
  return booleanOf(entryOf(root, key)?.value) === true;
}

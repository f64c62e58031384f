import { dataItemAt, dataText } from "../../dvc/status/dataNote.ts";
import type { DataState } from "../../dvc/status/dataStatus.ts";
import { type LockedData, readData } from "../../dvc/status/lock.ts";
import { dataStatusIn, type StatusLooks } from "../../dvc/status/looks.ts";
import type { ResolvedText } from "../format.ts";
import { namedPath } from "../namedPath.ts";
import { booleanOf, entryOf, stringOf, type YamlNode } from "../yamlTree.ts";
import type { DotDvcModel } from "./model.ts";

/** The data that a `.dvc` file keeps, or what it comes from, at an offset: as it was when it was added, and how it stands now. */
export async function comparedInDotDvc(
  { root, misfits }: DotDvcModel,
  uri: string,
  offset: number,
  looks: StatusLooks | undefined,
): Promise<ResolvedText | undefined> {
  for (const section of misfits.length > 0 ? [] : (["outs", "deps"] as const)) {
    const found = dataItemAt(entryOf(root, section)?.value, offset);
    const data = found && readData(found.item);
    if (found === undefined || data === undefined) continue;
    const folder = uri.slice(0, uri.lastIndexOf("/"));
    const place = namedPath(stringOf(entryOf(root, "wdir")?.value) || ".", `${folder}/x`);
    const state = place === undefined || looks === undefined ? undefined : await stateOf(section, found.item, data, folder, place, looks);
    const what = section === "outs" ? "kept by DVC" : "where the data comes from";
    return { ...found.at, text: dataText(found.item, data, what, state) };
  }
  return undefined;
}

/** Undefined: it is in another repository or a database, or in none of DVC. */
async function stateOf(
  section: "outs" | "deps",
  item: YamlNode,
  data: LockedData,
  folder: string,
  place: string,
  looks: StatusLooks,
): Promise<DataState | undefined> {
  if (entryOf(item, "repo") !== undefined || entryOf(item, "db") !== undefined) return undefined;
  const status = await dataStatusIn(folder, looks);
  if (section === "deps") return status?.dependency(data.path, place, data);
  return status?.output(data.path, place, data, booleanOf(entryOf(item, "cache")?.value) !== false);
}

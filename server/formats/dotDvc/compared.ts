import { dataItemAt, dataText } from "../../dvc/status/dataNote.ts";
import { readData } from "../../dvc/status/lock.ts";
import { dataStateNow, type StatusLooks } from "../../dvc/status/looks.ts";
import type { ResolvedText } from "../format.ts";
import { folderOf, namedPath } from "../namedPath.ts";
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
    const folder = folderOf(uri);
    const place = isElsewhere(found.item) ? undefined : namedPath(stringOf(entryOf(root, "wdir")?.value) || ".", `${folder}/x`);
    const isCached = booleanOf(entryOf(found.item, "cache")?.value) !== false;
    const state = await dataStateNow({ section, data, folder, place, isCached }, looks);
    const what = section === "outs" ? "kept by DVC" : "where the data comes from";
    return { ...found.at, text: dataText(found.item, data, what, state) };
  }
  return undefined;
}

/** In another repository or a database. */
function isElsewhere(item: YamlNode): boolean {
  return entryOf(item, "repo") !== undefined || entryOf(item, "db") !== undefined;
}

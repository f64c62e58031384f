import { folderOf } from "../../formats/namedPath.ts";
import type { YamlNode, YamlProblem } from "../../formats/yamlTree.ts";
import type { Misfit } from "../misfits.ts";
import { type KeptStatus, keptStatus } from "./keptStatus.ts";
import { dataStatusIn, type StatusLooks } from "./looks.ts";
import { isKeptChanged, keptWords } from "./words.ts";

/** A `.dvc` file as it was read. */
interface KeptFile {
  readonly root?: YamlNode;
  readonly yamlProblems: readonly YamlProblem[];
  readonly misfits: readonly Misfit[];
}

/** How its data stands to a `.dvc` file that was read. Undefined: DVC does not read the file, or it is in no repository of DVC. */
export async function statusOfKept(
  { root, yamlProblems, misfits }: KeptFile,
  uri: string,
  looks: StatusLooks,
): Promise<KeptStatus | undefined> {
  if (yamlProblems.length > 0 || misfits.length > 0) return undefined;
  const folder = folderOf(uri);
  const data = await dataStatusIn(folder, looks);
  return data && keptStatus(root, folder, data);
}

/** What a graph says of it. */
export function shownKept(status: KeptStatus): { readonly state: "unknown" | "changed" | "current"; readonly note: string } {
  const changed = isKeptChanged(status);
  return { state: changed === undefined ? "unknown" : changed ? "changed" : "current", note: keptWords(status) };
}

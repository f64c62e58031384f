import { folderOf } from "../formats/namedPath.ts";

/** The nearest folder, from one upwards, that holds a folder called `marker`; undefined: there is none, or it is not known. */
export async function topOf(
  folder: string,
  marker: string,
  isFolder: (uri: string) => Promise<boolean | undefined>,
): Promise<string | undefined> {
  for (let place = folder; /^file:\/\/[^/]*\/./.test(place); place = folderOf(place)) {
    const found = await isFolder(`${place}/${encodeURIComponent(marker)}`);
    if (found !== false) return found === true ? place : undefined;
  }
  return undefined;
}

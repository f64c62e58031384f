import { namedPath } from "../formats/namedPath.ts";
import { isUrl, joinPath } from "./paths.ts";
import type { PlacedPath } from "./project.ts";
import type { PathUse } from "./stageParts.ts";

/** Where paths of a stage stand, `folder` being that of the stage from the file's own; those that are no path here are left out. */
export function placed(uses: readonly PathUse[], folder: string, uri: string): PlacedPath[] {
  return uses.flatMap(({ path, at }) => {
    const place = isUrl(path) ? path : namedPath(joinPath(folder, path), uri);
    return place === undefined || path.startsWith("ds://") ? [] : [{ place, path, at: { start: at.start, end: at.end } }];
  });
}

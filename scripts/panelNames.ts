import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PanelName } from "#protocol/viewIds.ts";

/** The pages that there are: the folders of `webviews/` with an `app.ts`. */
export function panelNames(root: string): PanelName[] {
  const folder = join(root, "webviews");
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "app.ts")))
    .sort();
}

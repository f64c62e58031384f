import type { FileHashes } from "../dvc/status/hashes.ts";
import { type StatusLooks, usualLimits } from "../dvc/status/looks.ts";
import type { Checks } from "./checks.ts";
import { topOf } from "./topOf.ts";
import type { Workspace } from "./workspace.ts";

/** How files are looked at to tell what is stale: texts as they stand in the editor, data as it lies on disk. */
export function statusLooks({ world }: Workspace, checks: Checks, hashes: FileHashes, signal: AbortSignal): StatusLooks {
  return {
    ...{ files: world.files, hashes, limits: usualLimits, signal },
    async text(uri) {
      const found = await checks.text(uri);
      return found.kind === "read" ? { kind: "read", data: found.data.text } : found;
    },
    top: (folder, marker) => topOf(folder, marker, async (uri) => (await world.files.stat(uri))?.type === "folder"),
  };
}

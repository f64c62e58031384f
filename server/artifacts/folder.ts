import type { Answer } from "#protocol/message.ts";
import type { ArtifactFolder, ArtifactPlace } from "#protocol/views/artifacts.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { answer } from "../registry/answer.ts";
import type { ArtifactContext } from "./context.ts";

/** A tree of more lines is not read by anyone. */
const mostEntries = 1000;

/** What lies in a folder of a run's artifacts: folders first, then files, each as people count (`step_2` before `step_10`). */
export function artifactFolder(
  { runId, path }: ArtifactPlace,
  { registry, world }: ArtifactContext,
  signal: AbortSignal,
): Promise<Answer<ArtifactFolder>> {
  const list = async () => {
    const found = await registry.artifacts({ runId, path }, signal);
    const sorted = found.toSorted((one, other) => Number(other.isFolder) - Number(one.isFolder) || naturalOrder(one.path, other.path));
    return { entries: sorted.slice(0, mostEntries), left: Math.max(0, sorted.length - mostEntries) };
  };
  return answer(list, world.log, signal);
}

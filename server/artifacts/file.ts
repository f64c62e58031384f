import type { Answer } from "#protocol/message.ts";
import type { ArtifactPlace } from "#protocol/views/artifacts.ts";
import { answer } from "../registry/answer.ts";
import type { ArtifactContext } from "./context.ts";

/** A file for the editor, which shows it with its own means. */
export function artifactFile(
  { runId, path, maxBytes }: ArtifactPlace & { readonly maxBytes: number },
  { registry, world }: ArtifactContext,
  signal: AbortSignal,
): Promise<Answer<{ base64: string; isWhole: boolean }>> {
  const read = async () => {
    const { bytes, isWhole } = await registry.readArtifact({ runId, path, maxBytes }, signal);
    return { base64: world.base64(bytes), isWhole };
  };
  return answer(read, world.log, signal);
}

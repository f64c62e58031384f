import type { Answer } from "#protocol/message.ts";
import type { WantedHashes } from "#protocol/views/artifacts.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { answer } from "../registry/answer.ts";
import type { ArtifactContext } from "./context.ts";

/** A larger file is compared by its size alone. */
const mostBytes = 1_000_000;
/** Files that one question reads; the rest are not told. */
const mostReads = 200;
const width = 4;

/** What tells whether files are the same. A file that cannot be read, or not within the bounds, has no answer: that is not a difference. */
export function artifactHashes(
  { files }: { readonly files: readonly WantedHashes[] },
  { registry, world }: ArtifactContext,
  signal: AbortSignal,
): Promise<Answer<readonly (readonly (string | null)[])[]>> {
  const read = async () => {
    const places = files.flatMap(({ path, runIds }) => runIds.map((runId) => ({ path, runId })));
    const hashes = await inParallel(places.slice(0, mostReads), width, (place) => hashOf(registry, place, signal));
    let at = 0;
    return files.map(({ runIds }) => runIds.map(() => hashes[at++] ?? null));
  };
  return answer(read, world.log, signal);
}

async function hashOf(
  registry: Registry,
  place: { readonly path: string; readonly runId: string },
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { bytes, isWhole } = await registry.readArtifact({ ...place, maxBytes: mostBytes }, signal);
    if (!isWhole) return null;
    const digest = await globalThis.crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch (error) {
    signal.throwIfAborted();
    if (RegistryError.is(error)) return null;
    throw error;
  }
}

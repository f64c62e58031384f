import type { ArtifactPreview } from "#protocol/views/artifacts.ts";
import type { Registry } from "#registry/api.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import type { ArtifactContent } from "#registry/model/types.ts";
import type { World } from "../world.ts";
import type { RangedFile } from "./parquet/pages.ts";
import { Unread, whyUnread } from "./parquet/unread.ts";

/** A file of which no part can be had but its beginning is read whole up to here. */
const mostWhole = 16_000_000;
/** Of a larger one so much is read in all, whatever it asks for. */
const mostParts = 48_000_000;

/** What a Parquet file begins with; the second one where its index is encrypted. */
const beginnings = ["PAR1", "PARE"];

/** By its first bytes. */
export function isParquet(bytes: Uint8Array): boolean {
  return beginnings.includes(String.fromCharCode(...bytes.subarray(0, 4)));
}

/** The first rows of a Parquet file, or why they can't be shown. `content` is its beginning. */
export async function parquetPreview(
  { runId, path, content }: { readonly runId: string; readonly path: string; readonly content: ArtifactContent },
  { registry, read }: { readonly registry: Registry; readonly read: NonNullable<World["parquetHead"]> },
  signal: AbortSignal,
): Promise<ArtifactPreview> {
  let size = content.isWhole ? content.bytes.length : 0;
  const ask = (from: number, maxBytes: number) => registry.readArtifact({ runId, path, from, maxBytes }, signal);
  try {
    const file = content.isWhole ? inMemory(content.bytes) : await ranged(ask);
    size = file.size;
    return { kind: "table", ...(await read(file, signal)), read: size, isWhole: true };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Unread)) throw error;
    const { message: because, isTooLarge } = whyUnread(error);
    return {
      kind: "unshown",
      why: isTooLarge ? "tooLarge" : "unread",
      what: "Parquet table",
      because,
      read: size,
      isWhole: content.isWhole,
    };
  }
}

function inMemory(bytes: Uint8Array): RangedFile {
  return { size: bytes.length, slice: async (from, to) => bytes.slice(from, to) };
}

/** The file at the registry, by parts where it can give them, else whole. */
async function ranged(ask: (from: number, maxBytes: number) => Promise<ArtifactContent>): Promise<RangedFile> {
  const { part } = await ask(-1, 1);
  if (part === undefined) {
    const { bytes, isWhole } = await ask(0, mostWhole);
    if (isWhole) return inMemory(bytes);
    throw new Unread(`this registry gives no parts of files, and it has more than ${byteSize(mostWhole)}`, true);
  }
  let left = mostParts;
  const { size } = part;
  const slice = async (from: number, to: number) => {
    left -= to - from;
    if (left < 0) throw new Unread(`more than ${byteSize(mostParts)} of it would have to be read`, true);
    const { bytes, part: given } = await ask(from, to - from);
    if (given?.from !== from || given.size !== size || bytes.length !== to - from) throw new Unread("it was changed while it was read");
    return new Uint8Array(bytes);
  };
  return { size, slice };
}

import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { byCodePoints } from "#registry/model/codePoints.ts";
import type { World } from "../../world.ts";

/** What a file is compared by. `missing`: there is none. `unknown`: it was not looked at, or cannot be read. */
export type Digest = { readonly kind: "md5"; readonly md5: string } | { readonly kind: "missing" } | { readonly kind: "unknown" };

/** A file in a folder. */
export interface ListedFile {
  readonly md5: string;
  /** From the folder, with `/`. */
  readonly relpath: string;
}

const unknown: Digest = { kind: "unknown" };

/** Files whose digests are kept; those that were not asked for the longest go first. */
const mostKept = 20_000;

interface Kept {
  readonly size: number;
  readonly modified: number;
  readonly md5: string;
}

/** Digests of files, read in small steps and kept as long as a file has its size and time of change. */
export class FileHashes {
  readonly #files: World["files"];
  readonly #kept = new Map<string, Kept>();

  constructor(files: World["files"]) {
    this.#files = files;
  }

  /** `limit`: bytes above which a file is not read. `isLegacy`: as DVC 2 does it, with the line ends of Unix where it looks like a text. */
  async of(uri: string, isLegacy: boolean, limit: number, signal: AbortSignal): Promise<Digest> {
    const found = await this.#files.stat(uri);
    if (found === undefined) return { kind: "missing" };
    if (found.type !== "file") return unknown;
    const key = `${isLegacy} ${uri}`;
    const kept = this.#kept.get(key);
    if (kept?.size === found.size && kept.modified === found.modified) return { kind: "md5", md5: kept.md5 };
    if (found.size > limit) return unknown;
    const digest = await this.#read(uri, isLegacy, signal);
    if (digest === undefined) return unknown;
    this.#keep(key, { size: found.size, modified: found.modified, md5: digest });
    return { kind: "md5", md5: digest };
  }

  async #read(uri: string, isLegacy: boolean, signal: AbortSignal): Promise<string | undefined> {
    const hash = md5.create();
    try {
      for await (const piece of this.#files.pieces(uri)) {
        signal.throwIfAborted();
        hash.update(isLegacy ? withUnixEnds(piece) : piece);
      }
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
    return bytesToHex(hash.digest());
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Bytes that DVC 2 looks at to tell a text (`istextblock` in `dvc_data`). */
const textBlock = 512;

/** `\n` for `\r\n`, in the pieces that DVC 2 takes for text: it decides for each of its own, and they are as long as ours. */
function withUnixEnds(piece: Uint8Array): Uint8Array {
  if (!isText(piece.subarray(0, textBlock))) return piece;
  return piece.filter((byte, index) => byte !== 13 || piece[index + 1] !== 10);
}

function isText(block: Uint8Array): boolean {
  if (block.includes(0)) return false;
  const strange = block.filter((byte) => !(byte >= 32 && byte < 127) && ![8, 9, 10, 12, 13].includes(byte)).length;
  return block.length === 0 || strange / block.length <= 0.3;
}

/** The hash of a folder: of the list of its files, as Python's `json.dumps(…, sort_keys=True)` writes it (`Tree.digest` in `dvc_data`). */
export function listDigest(files: readonly ListedFile[]): string {
  const sorted = files.toSorted((left, right) => byCodePoints(left.relpath, right.relpath));
  const items = sorted.map((file) => `{"md5": ${asciiJson(file.md5)}, "relpath": ${asciiJson(file.relpath)}}`);
  return `${bytesToHex(md5(utf8ToBytes(`[${items.join(", ")}]`)))}.dir`;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

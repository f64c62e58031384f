import type { ArtifactContent } from "#registry/model/types.ts";
import { tooLarge } from "./errors.ts";
import type { Wire } from "./json.ts";

/** What came back. */
export interface Received {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** When bytes were wanted. */
  readonly content?: Content;
  /** The parsed body, when JSON was wanted. */
  readonly value?: Wire;
  readonly retryAfter: number | undefined;
}

/** The beginning of an answer, or all of it; with `part`, where in the file it begins. */
export type Content = ArtifactContent;

/** How much of an answer is read, bytes, and what it answers. */
interface Wanted {
  readonly limit: number;
  readonly write: boolean;
}

/** Reads an answer to its end, or to the limit. */
export async function readAnswer(response: Response, { limit, write }: Wanted, server: string): Promise<Received> {
  if (Number(response.headers.get("content-length") ?? 0) > limit) {
    await response.body?.cancel();
    throw tooLarge(server, limit, write);
  }
  const decoder = new TextDecoder();
  let body = "";
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream.
      if (size > limit) throw tooLarge(server, limit, write);
      body += decoder.decode(chunk, { stream: true });
    }
  }
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: body + decoder.decode(),
    retryAfter: retryAfter(response.headers.get("retry-after")),
  };
}

/** Reads so many bytes of an answer, and gives up the rest. */
export async function readBeginning(response: Response, limit: number): Promise<Received> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    parts.push(chunk);
    size += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (size > limit) break;
  }
  const bytes = new Uint8Array(Math.min(size, limit));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.subarray(0, bytes.length - at), at);
    at += Math.min(part.length, bytes.length - at);
  }
  const contentType = response.headers.get("content-type") ?? "";
  const part = partOf(response);
  const isWhole = size <= limit && (part === undefined || (part.from === 0 && part.size === size));
  const content = { bytes, isWhole, ...(part === undefined ? {} : { part }) };
  return { status: response.status, contentType, body: "", content, retryAfter: undefined };
}

/** A server may give the whole file for a part of it: then there is none. */
function partOf(response: Response): Content["part"] {
  const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  return response.status === 206 && from !== undefined ? { from: Number(from), size: Number(size) } : undefined;
}

/** Seconds or a date, as ms from now; undefined for anything else. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // `Date.parse` takes much for a date, `-5` for one.
  const at = /^\s*[A-Za-z]{3,9},? .*GMT\s*$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

import type { MlflowViewState } from "./mlflowViewState.ts";

/** Key of the experiment's tag, before the view's id. */
export const viewTagPrefix = "mlflow.sharedViewState.";
/** A view of this size has thousands of columns: more is no view. */
const mostInflated = 2_000_000;
const compressed = "deflate;";

/** What a tag of a saved view holds. */
export interface ViewTag {
  readonly name: string;
  readonly state: MlflowViewState;
  /** All of the envelope as it stood, without the state. */
  readonly envelope: Readonly<Record<string, unknown>>;
}

/**
 * Reads a saved view as MLflow 3.15 and newer write it (JSON with a name, times and the state), and as older ones did (the state alone, which has no
 * name). Absent where it is neither: MLflow leaves such a tag out of its list too.
 */
export async function readViewTag(id: string, value: string): Promise<ViewTag | undefined> {
  try {
    const outer = value.startsWith(compressed) ? undefined : record(JSON.parse(value));
    if (outer !== undefined && typeof outer["state"] === "string" && typeof outer["name"] === "string") {
      const { state, ...envelope } = outer;
      return { name: outer["name"], state: await readState(String(state)), envelope };
    }
    return { name: `View ${id.slice(0, 8)}`, state: outer ?? (await readState(value)), envelope: {} };
  } catch {
    return undefined;
  }
}

/** `now` in ms. */
export async function writeViewTag(name: string, state: MlflowViewState, before: ViewTag | undefined, now: number): Promise<string> {
  const times = before === undefined ? { createdAt: now } : { createdAt: now, ...before.envelope, updatedAt: now };
  const bytes = await throughStream(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate"));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return JSON.stringify({ ...times, name, state: `${compressed}${btoa(text)}` });
}

async function readState(text: string): Promise<MlflowViewState> {
  if (!text.startsWith(compressed)) return record(JSON.parse(text));
  const bytes = Uint8Array.from(atob(text.slice(compressed.length)), (character) => character.charCodeAt(0));
  return record(JSON.parse(new TextDecoder().decode(await throughStream(bytes, new DecompressionStream("deflate")))));
}

async function throughStream(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // A stream that fails says so where it is read.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream.readable as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > mostInflated) throw new RangeError("The state is too long");
    parts.push(part);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function record(value: unknown): MlflowViewState {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("The state is no object");
  return value as MlflowViewState;
}

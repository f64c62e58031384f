/**
 * What calls of a registry are asked and answered with, as JSON can carry it and without loss: typed arrays as the base64 of their bytes,
 * numbers that JSON does not have by name. Both ends are on one computer, so the order of bytes is the same.
 */

/** Marks an object that stands for something else. No type of the registry's has such a key. */
const mark = "~";
/** Deeper than any answer is; a value that holds itself ends here. */
const deepest = 16;

const arrays = { f64: Float64Array, u32: Uint32Array, u8: Uint8Array } as const;
type ArrayKind = keyof typeof arrays;

/** Throws a TypeError for what is not plain data: functions, cycles, classes of one's own are none. */
export function packed(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw new TypeError("a value nests too deep");
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { [mark]: Object.is(value, -0) ? "-0" : String(value) };
    case "object":
      return value === null ? null : packedObject(value, depth);
    default:
      throw new TypeError(`a ${typeof value} is no data`);
  }
}

function packedObject(value: object, depth: number): unknown {
  if (ArrayBuffer.isView(value)) return packedArray(value);
  if (Array.isArray(value)) return Array.from(value, (item) => packed(item, depth + 1));
  if (Object.hasOwn(value, mark)) throw new TypeError(`no key is ${mark}`);
  const kind = Object.prototype.toString.call(value);
  if (kind !== "[object Object]") throw new TypeError(`${kind} is no data`);
  // `fromEntries` makes a key such as __proto__ a key.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, packed(each, depth + 1)]));
}

function packedArray(value: ArrayBufferView): unknown {
  const kind = (Object.keys(arrays) as ArrayKind[]).find((each) => value instanceof arrays[each]);
  if (kind === undefined) throw new TypeError(`${Object.prototype.toString.call(value)} is no array of the registry's`);
  return { [mark]: kind, data: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
}

/** What was packed. Throws a TypeError for what `packed` does not make. */
export function unpacked(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw new TypeError("a value nests too deep");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unpacked(item, depth + 1));
  if (Object.hasOwn(value, mark)) return unpackedMark(value as { readonly [mark]: unknown; readonly data?: unknown });
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpacked(each, depth + 1)]));
}

function unpackedMark({ [mark]: kind, data }: { readonly [mark]: unknown; readonly data?: unknown }): unknown {
  if (typeof kind === "string" && /^(?:NaN|-?Infinity|-0)$/.test(kind)) return Number(kind);
  if (typeof kind !== "string" || typeof data !== "string" || !Object.hasOwn(arrays, kind)) throw new TypeError("a value is not packed");
  return new arrays[kind as ArrayKind](fromBase64(data).buffer);
}

/** Node's, which is twenty times as fast; a browser has none. */
interface NodeBuffer {
  from(bytes: ArrayBufferLike, start: number, length: number): { toString(encoding: "base64"): string };
  from(text: string, encoding: "base64"): Uint8Array;
}

function nodeBuffer(): NodeBuffer | undefined {
  return (globalThis as { readonly Buffer?: NodeBuffer }).Buffer;
}

/** Bytes that are made text at a time: a call has a limit of arguments. */
const chunk = 8192;

function toBase64(bytes: Uint8Array): string {
  const buffer = nodeBuffer();
  if (buffer !== undefined) return buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  let text = "";
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}

/** In a buffer of their own, which begins with them. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const buffer = nodeBuffer();
  if (buffer !== undefined) return new Uint8Array(buffer.from(text, "base64"));
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

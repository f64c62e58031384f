/** Bytes of the two lengths before each block of Hadoop's. */
const frameHead = 8;

/** What Parquet calls `LZ4_RAW`: one block, to exactly `length` bytes. Throws where it comes to another length or points outside of itself. */
export function unpackLz4Raw(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  if (!fills(input, output)) throw new Error("broken LZ4");
  return output;
}

/** What Parquet calls `LZ4`, which is deprecated: blocks as Hadoop frames them, or, as Arrow once wrote it, one block without a frame. */
export function unpackLz4(input: Uint8Array, length: number): Uint8Array {
  return unpackFrames(input, length) ?? unpackLz4Raw(input, length);
}

/** Absent: these are no frames. */
function unpackFrames(input: Uint8Array, length: number): Uint8Array | undefined {
  const output = new Uint8Array(length);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let [at, written] = [0, 0];
  while (at < input.length) {
    if (input.length - at < frameHead) return undefined;
    const [unpacked, packed] = [view.getUint32(at), view.getUint32(at + 4)];
    const [from, to] = [at + frameHead, at + frameHead + packed];
    if (to > input.length || written + unpacked > length) return undefined;
    if (!fills(input.subarray(from, to), output.subarray(written, written + unpacked))) return undefined;
    at = to;
    written += unpacked;
  }
  return written === length ? output : undefined;
}

/** Unpacks a block; false where it is broken, or does not come to exactly the bytes of `output`. */
function fills(input: Uint8Array, output: Uint8Array): boolean {
  let [at, written] = [0, 0];
  /** A length of 15 and more goes on in the bytes that follow, to the first that is not 255. NaN where there are none. */
  const lengthFrom = (start: number): number => {
    let sum = start;
    for (let byte = start === 15 ? 255 : 0; byte === 255; sum += byte) byte = input[at++] ?? Number.NaN;
    return sum;
  };
  while (at < input.length) {
    const token = input[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    if (!(at + literals <= input.length && written + literals <= output.length)) return false;
    output.set(input.subarray(at, at + literals), written);
    at += literals;
    written += literals;
    // The last ones stand alone.
    if (at === input.length) break;
    const from = written - ((input[at++] ?? 0) | ((input[at++] ?? 0) << 8));
    const end = written + lengthFrom(token & 15) + 4;
    if (!(from >= 0 && from < written && at <= input.length && end <= output.length)) return false;
    // Byte by byte: what is repeated may reach into what is being written.
    for (let source = from; written < end; written++, source++) output[written] = output[source] ?? 0;
  }
  return written === output.length;
}

import type { ImagePreview } from "#protocol/views/artifacts.ts";

export type ImageType = ImagePreview["mediaType"];

const marks: readonly (readonly [type: ImageType, at: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** What a file is by its first bytes; a name ending in `.svg` is believed where the text begins as such a file does. */
export function imageType(path: string, bytes: Uint8Array): ImageType | undefined {
  const known = marks.find(([, at, mark]) => mark.every((byte, index) => bytes[at + index] === byte));
  if (known) return known[0];
  if (!/\.svg$/i.test(path)) return undefined;
  const start = new TextDecoder().decode(bytes.subarray(0, 4000));
  return /^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(start) && !/<!ENTITY/i.test(start) ? "image/svg+xml" : undefined;
}

/** More pixels are a gigabyte once unpacked, however small the file is. */
const mostPixels = 100_000_000;

/** A picture that would fill the memory of the page; told by the head of the formats that pack equal pixels to nothing. */
export function isHugeImage(type: ImageType, bytes: Uint8Array): boolean {
  if (bytes.length < 24) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "image/png") return view.getUint32(16) * view.getUint32(20) > mostPixels;
  return type === "image/gif" && view.getUint16(6, true) * view.getUint16(8, true) > mostPixels;
}

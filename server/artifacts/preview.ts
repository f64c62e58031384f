import type { Answer } from "#protocol/message.ts";
import type { ArtifactPlace, ArtifactPreview, TextPreview, UnshownPreview } from "#protocol/views/artifacts.ts";
import type { ArtifactContent } from "#registry/model/types.ts";
import { answer } from "../registry/answer.ts";
import type { ArtifactContext } from "./context.ts";
import { failingLine } from "./failingLine.ts";
import { type ImageType, imageType, isHugeImage } from "./imageKind.ts";
import { indentedJson } from "./indentedJson.ts";
import { isParquet, parquetPreview } from "./parquetPreview.ts";
import { separatedHead, splitHead } from "./tableHead.ts";

/** Of a text that is shown; more is not read on a page. */
const mostText = 256_000;
/** Pictures are shown whole or not at all. */
const mostImage = 5_000_000;
/** A log is looked through for what failed, which stands behind what went well. */
const mostLog = 2_000_000;

const imageName = /\.(png|jpe?g|gif|webp|svg)$/i;
const logName = /\.(log|out|err)$|(^|\/)(std(out|err)|console|output|training|train)[\w.-]*\.(txt|log)$/i;

/** What is in files that are known by their names, for those that a page does not show. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.parquet$/i, "Parquet table"],
  [/\.(arrow|feather)$/i, "Arrow table"],
  [/\.(pkl|pickle|joblib|cloudpickle)$/i, "pickle"],
  [/\.(pt|pth|ckpt|safetensors|onnx|h5|keras|pb|tflite|bin)$/i, "model weights"],
  [/\.(npy|npz)$/i, "NumPy array"],
  [/\.(zip|gz|tgz|tar|bz2|xz|zst|whl)$/i, "archive"],
  [/\.(mp4|webm|avi|mov)$/i, "video"],
  [/\.(wav|mp3|flac|ogg)$/i, "audio"],
  [/\.pdf$/i, "PDF"],
];

/** The beginning of a file as a page can show it: its kind is told by its content, and by its name where that leaves it open. */
export function artifactPreview(place: ArtifactPlace, context: ArtifactContext, signal: AbortSignal): Promise<Answer<ArtifactPreview>> {
  return answer(() => read(place, context, signal), context.world.log, signal);
}

async function read({ runId, path }: ArtifactPlace, { registry, world }: ArtifactContext, signal: AbortSignal): Promise<ArtifactPreview> {
  const upTo = (maxBytes: number) => registry.readArtifact({ runId, path, maxBytes }, signal);
  let content = await upTo(imageName.test(path) ? mostImage : logName.test(path) ? mostLog : mostText);
  const type = imageType(path, content.bytes);
  if (type === undefined && world.parquetHead !== undefined && isParquet(content.bytes))
    return parquetPreview({ runId, path, content }, { registry, read: world.parquetHead }, signal);
  if (type === undefined) return previewOf(path, content);
  if (!content.isWhole && content.bytes.length < mostImage) content = await upTo(mostImage);
  return imageOf(type, content, world.base64);
}

function imageOf(type: ImageType, { bytes, isWhole }: ArtifactContent, base64: (bytes: Uint8Array) => string): ArtifactPreview {
  const extent = { read: bytes.length, isWhole };
  if (!isWhole || isHugeImage(type, bytes)) return { kind: "unshown", why: "tooLarge", what: "image", ...extent };
  return { kind: "image", mediaType: type, base64: base64(bytes), ...extent };
}

/** Of what is no image. */
export function previewOf(path: string, { bytes, isWhole }: ArtifactContent): ArtifactPreview {
  const extent = { read: bytes.length, isWhole };
  const unshown = (why: UnshownPreview["why"], what: string): UnshownPreview => ({ kind: "unshown", why, what, ...extent });
  if (bytes.length === 0) return unshown("empty", "empty file");
  const named = kinds.find(([name]) => name.test(path))?.[1];
  const text = textOf(bytes, isWhole);
  if (text === undefined) return unshown("binary", named ?? "binary file");
  if (/\.(csv|tsv)$/i.test(path)) {
    const table = separatedHead(text, path, isWhole);
    if (table) return { kind: "table", ...table, ...extent };
  }
  if (/^\s*[{[]/.test(text) && isWhole) {
    const json = parsed(text);
    const table = splitHead(json);
    if (table) return { kind: "table", ...table, ...extent };
    if (json !== undefined) return { kind: "text", format: "json", text: cut(indentedJson(text)), ...extent };
  }
  return { ...plainText(path, text), ...extent, ...(text.length > mostText ? { read: mostText, isWhole: false } : {}) };
}

function plainText(path: string, text: string): Pick<TextPreview, "kind" | "format" | "text" | "failing"> {
  if (/\.html?$/i.test(path) || /^\s*<(!doctype html|html)\b/i.test(text)) return { kind: "text", format: "html", text: cut(text) };
  if (!logName.test(path)) return { kind: "text", format: "text", text: cut(text) };
  const failing = failingLine(text);
  return { kind: "text", format: "log", text: cut(text), ...(failing === undefined ? {} : { failing }) };
}

function cut(text: string): string {
  return text.slice(0, mostText);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What Python writes of NaN is no JSON, and is shown as it stands.
    return undefined;
  }
}

/** Undefined where it is no text: a zero byte, or more than a few bytes that are no UTF-8. */
function textOf(bytes: Uint8Array, isWhole: boolean): string | undefined {
  const [first, second] = bytes;
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  // A character that the end of what was read cuts is left out.
  const options = { stream: !isWhole };
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes, options);
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  const text = new TextDecoder().decode(bytes, options);
  const strange = text.slice(0, 8000).split("\ufffd").length - 1;
  return strange > Math.min(text.length, 8000) / 20 ? undefined : text;
}

import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import {
  type ArtifactPlace,
  type ArtifactPreview,
  type ArtifactTable,
  artifactFolderRequest,
  artifactHashesRequest,
  artifactPreviewRequest,
  artifactTableRequest,
  type WantedHashes,
} from "#protocol/views/artifacts.ts";
import type { Registry } from "#registry/api.ts";
import type { Artifact } from "#registry/model/types.ts";
import { parquetHead } from "#server/artifacts/parquet/head.ts";
import { whyUnread } from "#server/artifacts/parquet/unread.ts";
import { isParquet, parquetPreview } from "#server/artifacts/parquetPreview.ts";
import { previewOf } from "#server/artifacts/preview.ts";
import type { Fixture } from "./harness.ts";

/** What a run at a place has, by path. */
export type ArtifactFiles = (runId: string, at: number) => Readonly<Record<string, string | Uint8Array>>;

const image = /\.(png|svg)$/;

/** What runs of a sweep log: plots that differ, a table, JSON, a model, a log that fails, notes of one run alone. */
export const sweepFiles: ArtifactFiles = (_runId, at) => ({
  "plots/calibration.png": plot(at),
  "plots/roc.png": plot(7),
  ...Object.fromEntries([1, 2, 10].map((step) => [`samples/img_step_${step}.png`, plot(at + step * 3)])),
  "thresholds.json": JSON.stringify({ threshold: 0.5 + at / 10, precision: 0.402, features: 22, calibrated: at > 0 }),
  "importance.csv": `feature,weight\namount,${0.2 + at / 100}\nhour,0.11\ndevice_age_days,0.07\n`,
  "model/MLmodel": "flavors: {}\n",
  "model/model.pkl": new Uint8Array(3_400 + 900 * at),
  "model/requirements.txt": "mlflow==3.17.2\n",
  "console.log": `epoch 1\nepoch 2\n${at === 1 ? "Traceback (most recent call last):\n  File train.py\nValueError: Input contains NaN.\n" : "done\n"}`,
  ...(at === 1 ? { "notes of ü.md": "# Why\nNo limit of depth.\n" } : {}),
});

/** A host that has these files for these runs. */
export function artifactHost(runIds: readonly string[], files: ArtifactFiles = sweepFiles): Fixture {
  const of = (runId: string) =>
    new Map(Object.entries(files(runId, runIds.indexOf(runId))).map(([path, content]) => [path, bytesOf(content)]));
  return {
    [artifactTableRequest.method]: ({ runIds: asked }: { runIds: readonly string[] }) => ({ ok: true, value: tableOf(asked.map(of)) }),
    [artifactFolderRequest.method]: ({ runId, path }: ArtifactPlace) => ({
      ok: true,
      value: { entries: entriesIn(of(runId), path), left: 0 },
    }),
    [artifactHashesRequest.method]: ({ files: asked }: { files: readonly WantedHashes[] }) => ({
      ok: true,
      value: asked.map(({ path, runIds: ids }) => ids.map((id) => hashOf(of(id).get(path)))),
    }),
    [artifactPreviewRequest.method]: async ({ runId, path }: ArtifactPlace) => ({
      ok: true,
      value: await shownOf(path, of(runId).get(path)),
    }),
  };
}

/** Without the process around it that the product has. */
const parquet: Parameters<typeof parquetPreview>[1]["read"] = (file) =>
  parquetHead(file, {}).catch((error: unknown) => {
    throw whyUnread(error);
  });

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function tableOf(runs: readonly ReadonlyMap<string, Uint8Array>[]): ArtifactTable {
  const paths = [...new Set(runs.flatMap((files) => [...files.keys()]))].sort();
  return {
    files: paths.map((path) => ({ path, sizes: runs.map((files) => files.get(path)?.length ?? null) })),
    problems: runs.map(() => null),
    isPartial: runs.map(() => false),
  };
}

function entriesIn(files: ReadonlyMap<string, Uint8Array>, folder: string): Artifact[] {
  const before = folder === "" ? "" : `${folder}/`;
  const entries = new Map<string, Artifact>();
  for (const [path, bytes] of files) {
    if (!path.startsWith(before)) continue;
    const [name = "", ...rest] = path.slice(before.length).split("/");
    entries.set(name, rest.length > 0 ? { path: before + name, isFolder: true } : { path, isFolder: false, size: bytes.length });
  }
  return [...entries.values()];
}

function hashOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : createHash("sha256").update(bytes).digest("hex");
}

function shownOf(path: string, bytes: Uint8Array = new Uint8Array()): ArtifactPreview | Promise<ArtifactPreview> {
  const place = { runId: "", path, content: { bytes, isWhole: true } };
  if (isParquet(bytes)) return parquetPreview(place, { registry: {} as Registry, read: parquet }, new AbortController().signal);
  if (!image.test(path)) return previewOf(path, { bytes, isWhole: true });
  const mediaType = path.endsWith(".svg") ? "image/svg+xml" : "image/png";
  return { kind: "image", mediaType, base64: Buffer.from(bytes).toString("base64"), read: bytes.length, isWhole: true };
}

/** A picture of a curve on white, another one for each number. */
function plot(of: number): Uint8Array {
  const [width, height] = [160, 120];
  const rows = Buffer.alloc(height * (width * 3 + 1), 255);
  const ink = (x: number, y: number, colour: readonly [number, number, number]) => {
    if (y >= 0 && y < height) rows.set(colour, y * (width * 3 + 1) + 1 + x * 3);
  };
  for (let y = 0; y < height; y++) rows[y * (width * 3 + 1)] = 0;
  for (let x = 10; x < width - 4; x++) {
    ink(x, height - 10, [90, 90, 90]);
    const y = Math.round(height - 12 - (height - 24) * ((x - 10) / width) ** (0.4 + of * 0.15));
    for (let thick = 0; thick < 3; thick++) ink(x, y + thick, [31, 119, 180]);
  }
  for (let y = 6; y < height - 9; y++) ink(10, y, [90, 90, 90]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

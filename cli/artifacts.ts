import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { mostArtifacts } from "#registry/model/registryRules.ts";
import { findRuns } from "./findRuns.ts";
import { CannotDo, type Io, writeJson } from "./io.ts";
import { csvTable, textTable } from "./table.ts";

export interface ArtifactsOptions {
  /** Of a file, what is printed at most. */
  readonly maxBytes: number;
  readonly format: "table" | "json" | "csv";
}

/** `slipway artifacts`: what lies in a folder of a run's artifacts, or the text of a file there. */
export async function artifacts(
  io: Io,
  registry: Registry,
  { run, path: named }: { readonly run: string; readonly path: string },
  { maxBytes, format }: ArtifactsOptions,
): Promise<void> {
  const path = named.replace(/\/+$/, "");
  const runId = (await findRuns(registry, [run], io.signal))[0]?.run_id ?? "";
  const found = await registry.artifacts({ runId, path }, io.signal);
  if (found.length === 0 && path !== "") return printFile(io, registry, { runId, path, maxBytes });
  if (found.length === mostArtifacts)
    io.note(`The first ${mostArtifacts} of what lies in ${path || "the artifacts"}; there may be more.\n`);
  const rows = found.map((one) => ({ path: one.path, is_dir: one.isFolder, ...(one.size === undefined ? {} : { file_size: one.size }) }));
  if (format === "json") return writeJson(io, { version: 1, artifacts: rows });
  const table = { columns: ["path", "file_size"], rows: found.map((one) => [one.isFolder ? `${one.path}/` : one.path, one.size]) };
  io.out(format === "csv" ? csvTable(table) : textTable(table));
}

async function printFile(
  io: Io,
  registry: Registry,
  query: { readonly runId: string; readonly path: string; readonly maxBytes: number },
): Promise<void> {
  try {
    const { bytes, isWhole } = await registry.readArtifact(query, io.signal);
    if (bytes.includes(0)) throw new CannotDo(`${query.path} is no text.`);
    io.out(new TextDecoder().decode(bytes));
    if (!isWhole) io.note(`The first ${query.maxBytes} bytes of ${query.path}; --max-bytes asks for more.\n`);
  } catch (error) {
    if (RegistryError.is(error, "notFound")) throw new CannotDo(`The run has no artifact ${query.path}.`, { cause: error });
    throw error;
  }
}

import type { ArtifactSize, ArtifactTable } from "#protocol/views/artifacts.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import { type PathGroup, pathGroups, steppedPath } from "./artifactPaths.ts";

/**
 * How a run's file stands to the baseline's. `sameSize`: of equal size, and not read; `reading`: of equal size, its content will tell;
 * `unknown`: of a run whose artifacts cannot be listed.
 */
export type ArtifactState = "baseline" | "same" | "differs" | "sameSize" | "reading" | "absent" | "only" | "unknown";

export interface ArtifactCell {
  readonly state: ArtifactState;
  /** `24.1 kB`; `—` where there is none, empty where the size is not told. */
  readonly text: string;
  /** In words beside it. */
  readonly note: string;
  /** Step by path of what the run has, for a row of steps; one entry by the step 0 else. */
  readonly paths: ReadonlyMap<number, { readonly path: string; readonly size: number | undefined }>;
}

export interface ArtifactRow extends PathGroup {
  /** One per run, in their order. */
  readonly cells: readonly ArtifactCell[];
  /** The baseline's, whether it is shown or not. */
  readonly base: ArtifactCell;
  /** Those of a folder. */
  readonly members: readonly ArtifactRow[];
}

/** SHA-256 of a run's file: null, it is not read; undefined, not yet. */
export type HashOf = (runId: string, path: string) => string | null | undefined;

/** The rows for these runs, of which `baseline` is the one that the others are held against. */
export function artifactRows(
  table: ArtifactTable,
  listed: readonly string[],
  runIds: readonly string[],
  baseline: string,
  hashOf: HashOf,
): ArtifactRow[] {
  const sizes = new Map(table.files.map((file) => [file.path, file.sizes]));
  const places = new Map(listed.map((id, index) => [id, index]));
  const sizeOf = (runId: string, path: string): ArtifactSize => sizes.get(path)?.[places.get(runId) ?? -1] ?? null;
  const isListed = (runId: string) => {
    const place = places.get(runId);
    return place !== undefined && place < table.problems.length && table.problems[place] === null;
  };
  const shown = table.files.map(({ path }) => path).filter((path) => runIds.some((id) => sizeOf(id, path) !== null));
  const row = (group: PathGroup): ArtifactRow => {
    const members = group.kind === "folder" ? group.paths.map((path) => row({ kind: "file", name: path, paths: [path] })) : [];
    const own = (runId: string): Part[] =>
      group.paths.flatMap((path) => {
        const size = sizeOf(runId, path);
        return size === null
          ? []
          : [{ key: group.kind === "steps" ? (steppedPath(path)?.step ?? 0) : path, path, size, hash: hashOf(runId, path) }];
      });
    const bases = own(baseline);
    const owners = runIds.filter((id) => own(id).length > 0);
    const cell = (id: string): ArtifactCell => {
      if (!isListed(id)) return { state: "unknown", text: "—", note: "", paths: new Map() };
      const isOnly = owners.length === 1 && owners[0] === id && runIds.length > 1;
      return cellOf(own(id), bases, { isBaseline: id === baseline, isOnly, canTell: isListed(baseline) });
    };
    return { ...group, cells: runIds.map(cell), base: cell(baseline), members };
  };
  return pathGroups(shown).map(row);
}

interface Part {
  /** The step, or the path: what is held against the same of the baseline. */
  readonly key: number | string;
  readonly path: string;
  readonly size: number | "unknown";
  readonly hash: string | null | undefined;
}

function cellOf(
  parts: readonly Part[],
  bases: readonly Part[],
  run: { readonly isBaseline: boolean; readonly isOnly: boolean; readonly canTell: boolean },
): ArtifactCell {
  const known = parts.map(({ size }) => size);
  const total = known.includes("unknown") ? undefined : known.reduce<number>((sum, size) => sum + Number(size), 0);
  const paths = new Map(
    parts.map(({ key, path, size }) => [typeof key === "number" ? key : 0, { path, size: size === "unknown" ? undefined : size }]),
  );
  const text = parts.length === 0 ? "—" : total === undefined ? "" : byteSize(total);
  const state = stateOf(parts, bases, run);
  const only = run.isOnly ? "only here" : "";
  if (run.isBaseline || state !== "differs" || bases.length === 0)
    return { state, text, note: only || noteOf(state, parts.length > 0), paths };
  const base = bases.reduce((sum, { size }) => sum + (size === "unknown" ? Number.NaN : size), 0);
  const delta = (total ?? Number.NaN) - base;
  const note =
    Number.isNaN(delta) || delta === 0
      ? delta === 0
        ? "same size, other content"
        : "other content"
      : `${delta > 0 ? "+" : "−"}${byteSize(Math.abs(delta))}`;
  return { state, text, note, paths };
}

function noteOf(state: ArtifactState, isThere: boolean): string {
  if (!isThere) return "";
  const notes: Partial<Record<ArtifactState, string>> = { sameSize: "same size, not read", reading: "", same: "same" };
  return notes[state] ?? "";
}

function stateOf(
  parts: readonly Part[],
  bases: readonly Part[],
  run: { readonly isBaseline: boolean; readonly isOnly: boolean; readonly canTell: boolean },
): ArtifactState {
  if (run.isBaseline) return parts.length === 0 ? "absent" : run.isOnly ? "only" : "baseline";
  if (!run.canTell) return parts.length === 0 ? "absent" : "unknown";
  if (parts.length === 0) return bases.length === 0 ? "same" : "absent";
  if (bases.length === 0) return run.isOnly ? "only" : "differs";
  const others = new Map(bases.map((base) => [base.key, base]));
  const states = parts.map((part) => contentState(part, others.get(part.key)));
  if (parts.length !== bases.length || states.includes("differs")) return "differs";
  return states.includes("reading") ? "reading" : states.includes("sameSize") ? "sameSize" : "same";
}

/** Equal sizes say little: the contents do, where both were read. */
function contentState(part: Part, base: Part | undefined): "same" | "differs" | "sameSize" | "reading" {
  if (base === undefined || (part.size !== "unknown" && base.size !== "unknown" && part.size !== base.size)) return "differs";
  if (part.size === 0 && base.size === 0) return "same";
  if (part.hash === null || base.hash === null) return "sameSize";
  if (part.hash === undefined || base.hash === undefined) return "reading";
  return part.hash === base.hash ? "same" : "differs";
}

/** A run that has none of a path that others have differs as much as one whose content does. */
export function differs(row: ArtifactRow): boolean {
  return row.cells.some(({ state }) => state === "differs" || state === "absent" || state === "only");
}

/** `14 paths · 3 differ · 2 only in gbm-031 · 1 by size alone` */
export function artifactsSummary(rows: readonly ArtifactRow[], names: readonly string[]): string {
  const count = rows.length === 1 ? "1 path" : `${rows.length} paths`;
  if (names.length < 2) return count;
  const only = names.map((name, index) => [name, rows.filter((row) => row.cells[index]?.note === "only here").length] as const);
  const others = rows.filter((row) => differs(row) && !row.cells.some(({ note }) => note === "only here")).length;
  const still = rows.filter((row) => !differs(row));
  const reading = still.filter((row) => row.cells.some(({ state }) => state === "reading")).length;
  const bySize = still.filter((row) => row.cells.some(({ state }) => state === "sameSize")).length;
  const nothing = others === 0 && only.every(([, times]) => times === 0) && reading === 0 && bySize === 0 && rows.length > 0;
  const parts = [
    count,
    others > 0 ? `${others} ${others === 1 ? "differs" : "differ"}` : nothing ? "all the same" : "",
    ...onlyParts(only),
    reading > 0 ? `${reading} of equal size, not compared yet` : "",
    bySize > 0 ? `${bySize} compared by size alone` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Of very many runs the number is enough. */
function onlyParts(only: readonly (readonly [name: string, times: number])[]): string[] {
  const some = only.filter(([, times]) => times > 0);
  if (some.length > 2) return [`${some.reduce((sum, [, times]) => sum + times, 0)} in one run only`];
  return some.map(([name, times]) => `${times} only in ${name}`);
}

import type { PipelineScope } from "#protocol/views/pipeline.ts";
import { withoutThoseInOutputs } from "../dvc/graph.ts";
import { OutputIndex } from "../dvc/outputIndex.ts";
import type { DrawnEntry, DrawnFile } from "../formats/drawnFile.ts";

/** What is shown or left out as one: an entry of a file. */
export interface Unit {
  /** URI. */
  readonly file: string;
  readonly entry: DrawnEntry;
}

/** What of a repository is shown around a file. */
export interface Choice {
  /** Those of the file first, then those of others by their URIs. */
  readonly units: readonly Unit[];
  readonly scope: PipelineScope;
  /** The repository has more than `file` shows. */
  readonly hasMore: boolean;
  /** Stages and `.dvc` files that there are in the scope. */
  readonly all: number;
}

/** Stages and `.dvc` files that are shown of other files, together with those of the file itself. */
export const mostShown = 500;

/**
 * What is shown around the file at a URI. Without a scope: all of the repository where the file is connected with more of it than its own graph
 * has. Of what is too much, those nearest to the file are shown, counted in steps from its stages; what is not connected comes last.
 */
export function chosenUnits(drawn: ReadonlyMap<string, DrawnFile>, own: string, asked: PipelineScope | undefined): Choice {
  const seen = withoutThoseInOutputs(drawn, ({ entries }) => entries.flatMap(({ stages }) => stages));
  // DVC does not come to a file in an output: it is in no graph but its own.
  const units = unitsOf(seen.has(own) ? seen : drawn, own, seen.has(own));
  const before = producersOf(units);
  const ownUnits = units.filter(({ file }) => file === own);
  const sources = ownUnits.flatMap((unit) => [...(before.get(unit) ?? [])]).filter(({ entry }) => entry.name === "");
  const ofFile = new Set([...ownUnits, ...sources]);
  const hasMore = units.length > ofFile.size;
  const reached = asked === "file" || !hasMore ? ofFile : nearestFirst(ownUnits, neighboursOf(before));
  const scope = seen.has(own) ? (asked ?? (reached.size > ofFile.size ? "repository" : "file")) : "file";
  if (scope === "file") {
    const shown = units.filter((unit) => ofFile.has(unit));
    return { units: shown, scope, hasMore, all: stageCount(shown) };
  }
  const kept = asFarAsRoom([...reached, ...units.filter((unit) => !reached.has(unit))], stageCount(ownUnits));
  return { units: units.filter((unit) => kept.has(unit)), scope, hasMore, all: stageCount(units) };
}

/** A stage that cannot be resolved is one all the same. */
export function stageCount(units: readonly Unit[]): number {
  return units.reduce((count, { entry }) => count + Math.max(1, entry.stages.length), 0);
}

function unitsOf(drawn: ReadonlyMap<string, DrawnFile>, own: string, hasOthers: boolean): Unit[] {
  const others = hasOthers ? [...drawn].filter(([file]) => file !== own) : [];
  return [[own, drawn.get(own)] as const, ...others].flatMap(([file, { entries } = { entries: [] }]) =>
    entries.map((entry) => ({ file, entry })),
  );
}

/** Those that write what each reads: the same, what it lies in, or what lies in it. */
function producersOf(units: readonly Unit[]): ReadonlyMap<Unit, ReadonlySet<Unit>> {
  const outputs = new OutputIndex<Unit>();
  for (const unit of units) for (const { outs } of unit.entry.stages) for (const { place } of outs) outputs.add(place, unit);
  const found = new Map<string, readonly Unit[]>();
  const writersOf = (place: string) => {
    const known = found.get(place) ?? [...outputs.at(place), ...outputs.above(place), ...outputs.below(place)];
    found.set(place, known);
    return known;
  };
  const producers = new Map(units.map((unit) => [unit, new Set<Unit>()]));
  for (const [unit, before] of producers) {
    for (const { deps, params } of unit.entry.stages) {
      for (const reads of [deps, params]) for (const { place } of reads) for (const writer of writersOf(place)) before.add(writer);
    }
    before.delete(unit);
  }
  return producers;
}

function neighboursOf(before: ReadonlyMap<Unit, ReadonlySet<Unit>>): (unit: Unit) => readonly Unit[] {
  const after = new Map<Unit, Unit[]>();
  for (const [unit, producers] of before) {
    for (const producer of producers) {
      const known = after.get(producer);
      if (known === undefined) after.set(producer, [unit]);
      else known.push(unit);
    }
  }
  return (unit) => [...(before.get(unit) ?? []), ...(after.get(unit) ?? [])];
}

function nearestFirst(start: readonly Unit[], next: (unit: Unit) => readonly Unit[]): ReadonlySet<Unit> {
  const reached = new Set(start);
  // What is added on the way is gone through, too.
  for (const unit of reached) for (const other of next(unit)) reached.add(other);
  return reached;
}

/** The first of them, and as many more as there is room for; those of the file itself are never left out. */
function asFarAsRoom(units: readonly Unit[], ofFile: number): ReadonlySet<Unit> {
  let room = Math.max(mostShown, ofFile);
  const kept = new Set<Unit>();
  for (const unit of units) {
    room -= stageCount([unit]);
    if (room < 0) break;
    kept.add(unit);
  }
  return kept;
}

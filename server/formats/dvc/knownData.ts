import { OutputIndex } from "../../dvc/outputIndex.ts";
import type { PlacedStage } from "../../dvc/pipeline.ts";
import type { DvcPart } from "../../dvc/project.ts";
import { namedStage } from "../../dvc/stageNames.ts";
import type { OutputSection } from "../../dvc/stageParts.ts";
import type { Around, KnownPath } from "../format.ts";
import { fileNameOf } from "../namedPath.ts";

/** Something that a stage writes or a `.dvc` file tracks, and who does. */
export interface Datum {
  /** URI, or an address as it is written. */
  readonly place: string;
  /** URI of the file that says so. */
  readonly file: string;
  /** Empty: it is a `.dvc` file. */
  readonly stage: string;
  /** The stage as the file has it, before its loop made many of it; of stages of the file itself. */
  readonly key?: string;
  readonly section?: OutputSection;
  /** Where it stands in the file; 0 for those of other files. */
  readonly at: number;
}

/** All that the stages of a repository write, those of the file itself first and in its order. */
export function knownData(own: readonly PlacedStage[], { uri, parts }: Around): Datum[] {
  const written = own.flatMap(({ name, outs, parts: { stage, outs: uses } }) =>
    outs.map(({ place, at }, index): Datum => {
      const use = uses.length === outs.length ? uses[index] : undefined;
      return { place, file: uri, stage: name, key: stage.key.text, at: at.start, ...(use && { section: use.section }) };
    }),
  );
  return [...written, ...otherData(uri, parts, "outs")];
}

function otherData(uri: string, parts: Around["parts"], list: "deps" | "outs"): Datum[] {
  return [...parts].flatMap(([file, part]) => {
    const stages = file === uri ? [] : ((part as DvcPart | undefined)?.stages ?? []);
    return stages.flatMap(({ name, [list]: paths }) => paths.map(({ place }): Datum => ({ place, file, stage: name, at: 0 })));
  });
}

/** A stage of the file and those that rest on it, by their keys: what they write it cannot read. */
export function followersOf(name: string | undefined, own: readonly PlacedStage[]): ReadonlySet<string> {
  const readers = new OutputIndex<string>();
  for (const { deps, parts } of own) for (const { place } of deps) readers.add(place, parts.stage.key.text);
  const byKey = Map.groupBy(own, ({ parts }) => parts.stage.key.text);
  const found = new Set<string>();
  const toGo = name === undefined ? [] : [name];
  for (let next = toGo.pop(); next !== undefined; next = toGo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const { place } of (byKey.get(next) ?? []).flatMap(({ outs }) => outs))
      toGo.push(...readers.at(place), ...readers.above(place), ...readers.below(place));
  }
  return found;
}

/** What stages read and nobody writes, each with one that does: in what is written it is likely the next. */
export function wantedData(data: readonly Datum[], own: readonly PlacedStage[], { uri, parts }: Around): Datum[] {
  const made = new OutputIndex<string>();
  for (const { place } of data) made.add(place, place);
  const read = own.flatMap(({ name, deps }) => deps.map(({ place }): Datum => ({ place, file: uri, stage: name, at: 0 })));
  const wanted = new Map([...read, ...otherData(uri, parts, "deps")].map((each) => [each.place, each]));
  const isMade = (place: string) => made.at(place).length + made.above(place).length + made.below(place).length > 0;
  return [...wanted.values()].filter(({ place }) => !isMade(place));
}

/** As what is read, and not there, is offered. */
export function offeredWanted({ place, file, stage }: Datum, from: string): KnownPath {
  const doc = `Read by ${namedStage({ name: stage, file }, from)}; nothing writes it, and it is not there.`;
  return { place, doc, note: stage === "" ? fileNameOf(file) : `for ${stage}`, isMissing: true };
}

/** As it is offered. */
export function offered({ place, file, stage }: Datum, from: string): KnownPath {
  const isTracked = stage === "";
  const who = namedStage({ name: stage, file }, from);
  return { place, doc: `${isTracked ? "Tracked by" : "Written by"} ${who}.`, note: isTracked ? fileNameOf(file) : `from ${stage}` };
}

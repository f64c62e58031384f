import { OutputIndex } from "../../dvc/outputIndex.ts";
import { pipelineOf } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import type { DvcPart } from "../../dvc/project.ts";
import { namedStage } from "../../dvc/stageNames.ts";
import type { OutputSection, PathUse } from "../../dvc/stageParts.ts";
import type { Around, KnownPath } from "../format.ts";
import { fileNameOf } from "../namedPath.ts";
import type { DvcYamlModel } from "./model.ts";

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
export function knownData(model: DvcYamlModel, { uri, project, parts }: Around): Datum[] {
  const own = pipelineOf(model, project).parts.flatMap(({ stage, outs }): Datum[] => {
    const { name, key, folder } = stage;
    if (folder === undefined) return [];
    return outs.flatMap((use) =>
      placed([use], folder, uri).map(({ place, at }) => ({
        ...{ place, file: uri, stage: name, key: key.text, section: use.section, at: at.start },
      })),
    );
  });
  const others = [...parts].flatMap(([file, part]) =>
    file === uri || part === undefined
      ? []
      : (part as DvcPart).stages.flatMap(({ name, outs }) => outs.map(({ place }): Datum => ({ place, file, stage: name, at: 0 }))),
  );
  return [...own, ...others];
}

/** A stage of the file and those that rest on it, by their keys: what they write it cannot read. */
export function followersOf(name: string | undefined, model: DvcYamlModel, { uri, project }: Around): ReadonlySet<string> {
  const stages = pipelineOf(model, project).parts.flatMap(({ stage: { key, folder }, deps, outs }) => {
    const placesOf = (uses: readonly PathUse[]) => placed(uses, folder ?? "", uri).map(({ place }) => place);
    return folder === undefined ? [] : [{ key: key.text, deps: placesOf(deps), outs: placesOf(outs) }];
  });
  const readers = new OutputIndex<string>();
  for (const { key, deps } of stages) for (const place of deps) readers.add(place, key);
  const byKey = Map.groupBy(stages, ({ key }) => key);
  const found = new Set<string>();
  const toGo = name === undefined ? [] : [name];
  for (let next = toGo.pop(); next !== undefined; next = toGo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const place of (byKey.get(next) ?? []).flatMap(({ outs }) => outs))
      toGo.push(...readers.at(place), ...readers.above(place), ...readers.below(place));
  }
  return found;
}

/** As it is offered. */
export function offered({ place, file, stage }: Datum, from: string): KnownPath {
  const isTracked = stage === "";
  const who = namedStage({ name: stage, file }, from);
  return { place, doc: `${isTracked ? "Tracked by" : "Written by"} ${who}.`, note: isTracked ? fileNameOf(file) : `from ${stage}` };
}

import { type Pipeline, pipelineOf } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import { pipelineStatus } from "../../dvc/status/pipelineStatus.ts";
import type { StageStatus } from "../../dvc/status/stageStatus.ts";
import { isStale, statusWords } from "../../dvc/status/words.ts";
import type { StageNote } from "../drawnFile.ts";
import type { Lens, Runnable } from "../lens.ts";
import { entriesOf, entryOf } from "../yamlTree.ts";
import { drawnPipeline } from "./drawn.ts";
import type { DvcYamlModel } from "./model.ts";

/** Stages as they stand in the file: one that a loop repeats is run as a whole. */
export const dvcLens: Lens<DvcYamlModel> = {
  runnables(model, project) {
    const followers = followersOf(pipelineOf(model, project));
    return entriesOf(entryOf(model.root, "stages")?.value).flatMap(({ key, value }): Runnable[] => {
      if (value.kind !== "map" || key.text === "") return [];
      const next = followers.get(key.text);
      return [
        {
          ...{ name: key.text, kind: "stage", at: { start: key.start, end: key.end }, asks: [] },
          ...(next !== undefined && { leadsTo: `${key.text} → ${next}` }),
        },
      ];
    });
  },
  async notes(model, uri, project, looks) {
    const pipeline = pipelineOf(model, project);
    const statuses = await pipelineStatus(pipeline, uri, looks);
    if (statuses === undefined) return undefined;
    const notes = new Map<string, string>();
    for (const [group, parts] of Map.groupBy(pipeline.parts, ({ stage }) => stage.key.text)) {
      const known = parts.flatMap(({ stage }) => statuses.get(stage.name) ?? []);
      const [first] = known;
      const isOne = parts.length === 1 && parts[0]?.stage.name === group;
      if (first !== undefined) notes.set(group, isOne ? statusWords(first) : groupWords(known));
    }
    return notes;
  },
  drawn: (model, uri, project) => drawnPipeline(model, pipelineOf(model, project), uri),
  async states(model, uri, project, looks) {
    const statuses = await pipelineStatus(pipelineOf(model, project), uri, looks);
    return statuses && new Map([...statuses].map(([name, status]) => [name, { state: stateOf(status), note: statusWords(status) }]));
  },
};

function stateOf(status: StageStatus): StageNote["state"] {
  if (status.isFrozen) return "frozen";
  const stale = isStale(status);
  return stale === undefined ? "unknown" : stale ? "changed" : "current";
}

function groupWords(statuses: readonly StageStatus[]): string {
  const stale = statuses.filter((status) => isStale(status) === true);
  const [first] = stale;
  if (first === undefined) return statuses.every((status) => isStale(status) === false) ? "up to date" : "not compared";
  return stale.length === 1 ? `1 of ${statuses.length} ${statusWords(first)}` : `${stale.length} of ${statuses.length} changed`;
}

/** The stages of the file that read what each writes, in words. */
function followersOf({ parts }: Pipeline): ReadonlyMap<string, string> {
  const readers = new Map<string, Set<string>>();
  for (const each of parts) {
    for (const place of placesOf(each, "deps")) readers.set(place, (readers.get(place) ?? new Set()).add(each.stage.key.text));
  }
  const followers = new Map<string, Set<string>>();
  for (const each of parts) {
    const own = each.stage.key.text;
    const found = followers.get(own) ?? new Set<string>();
    for (const place of placesOf(each, "outs")) for (const reader of readers.get(place) ?? []) if (reader !== own) found.add(reader);
    followers.set(own, found);
  }
  return new Map([...followers].filter(([, next]) => next.size > 0).map(([name, next]) => [name, inWords([...next])]));
}

function placesOf(parts: StageParts, section: "deps" | "outs"): string[] {
  return placed(parts[section], parts.stage.folder ?? "", "file:///x/dvc.yaml").map(({ place }) => place);
}

function inWords(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

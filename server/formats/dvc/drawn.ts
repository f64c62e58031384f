import type { Pipeline } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import type { DrawnEntry, DrawnFile, DrawnStage } from "../drawnFile.ts";
import { Lines } from "../text.ts";
import { entriesOf, entryOf } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** The stages of a file with what they read and write; what cannot be resolved is there all the same, by its name. */
export function drawnPipeline(model: DvcYamlModel, pipeline: Pipeline, uri: string): DrawnFile {
  const lines = new Lines(model.text);
  const lineAt = (offset: number) => lines.position(offset).line;
  const byKey = Map.groupBy(pipeline.parts, ({ stage }) => stage.key.text);
  const entries = entriesOf(entryOf(model.root, "stages")?.value).flatMap(({ key, value }): DrawnEntry[] => {
    if (value.kind !== "map" || key.text === "") return [];
    const isLoop = entryOf(value, "foreach") !== undefined || entryOf(value, "matrix") !== undefined;
    const stages = (byKey.get(key.text) ?? []).map((parts) => drawnStage(parts, uri));
    return [{ name: key.text, isLoop, lines: { first: lineAt(key.start), last: lineAt(Math.max(key.end, value.end)) }, stages }];
  });
  const unread = model.yamlProblems[0] ?? pipeline.problems[0];
  return { entries, ...(unread && { unreadAt: lineAt(unread.start) }) };
}

function drawnStage({ stage: { name, folder }, deps, params, outs }: StageParts, uri: string): DrawnStage {
  const at = (uses: StageParts["deps"]) => (folder === undefined ? [] : placed(uses, folder, uri));
  return { name, deps: at(deps), params: at(params), outs: at(outs) };
}

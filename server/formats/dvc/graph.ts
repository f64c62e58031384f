import type { PipelineEdge, PipelineGraph, PipelineNode, StageState } from "#protocol/views/pipeline.ts";
import type { Pipeline } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import type { StageStatus } from "../../dvc/status/stageStatus.ts";
import { isStale, statusWords } from "../../dvc/status/words.ts";
import { Lines } from "../text.ts";
import { entriesOf, entryOf, type YamlEntry } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** The stages of a file with what they read and write. `statuses`: what `dvc status` says of each, by name. */
export function pipelineGraph(
  model: DvcYamlModel,
  pipeline: Pipeline,
  uri: string,
  statuses: ReadonlyMap<string, StageStatus> | undefined,
): PipelineGraph {
  const builder = new GraphBuilder(uri, statuses);
  const lines = new Lines(model.text);
  const byKey = Map.groupBy(pipeline.parts, ({ stage }) => stage.key.text);
  for (const entry of entriesOf(entryOf(model.root, "stages")?.value)) builder.entry(entry, byKey.get(entry.key.text) ?? [], lines);
  return builder.graph(model.yamlProblems.length === 0 && pipeline.problems.length === 0);
}

class GraphBuilder {
  readonly #uri: string;
  readonly #statuses: ReadonlyMap<string, StageStatus> | undefined;
  readonly #nodes = new Map<string, PipelineNode>();
  readonly #data = new Map<string, PipelineNode>();
  readonly #edges = new Map<string, PipelineEdge>();

  constructor(uri: string, statuses: ReadonlyMap<string, StageStatus> | undefined) {
    this.#uri = uri;
    this.#statuses = statuses;
  }

  entry({ key, value }: YamlEntry, parts: readonly StageParts[], lines: Lines): void {
    if (value.kind !== "map" || key.text === "") return;
    const range = { first: lines.position(key.start).line, last: lines.position(Math.max(key.end, value.end)).line };
    const isLoop = entryOf(value, "foreach") !== undefined || entryOf(value, "matrix") !== undefined;
    const group = isLoop ? `group:${key.text}` : undefined;
    if (group !== undefined) this.#nodes.set(group, { id: group, kind: "group", name: key.text, lines: range });
    // What cannot be resolved is there all the same.
    else if (parts.length === 0)
      this.#nodes.set(`stage:${key.text}`, { id: `stage:${key.text}`, kind: "stage", name: key.text, lines: range });
    for (const each of parts) this.#stage(each, group, range);
  }

  #stage({ stage, deps, outs }: StageParts, group: string | undefined, lines: { readonly first: number; readonly last: number }): void {
    const id = `stage:${stage.name}`;
    const status = this.#statuses?.get(stage.name);
    this.#nodes.set(id, {
      ...{ id, kind: "stage", name: stage.name, lines },
      ...(group !== undefined && { group }),
      ...(status !== undefined && { state: stateOf(status), note: statusWords(status) }),
    });
    if (stage.folder === undefined) return;
    for (const { place, path } of placed(deps, stage.folder, this.#uri)) this.#edge(this.#datum(place, path), id);
    for (const { place, path } of placed(outs, stage.folder, this.#uri)) this.#edge(id, this.#datum(place, path));
  }

  #datum(place: string, path: string): string {
    const id = `data:${place}`;
    if (!this.#data.has(id)) this.#data.set(id, { id, kind: "data", name: path });
    return id;
  }

  #edge(from: string, to: string): void {
    this.#edges.set(`${from}\n${to}`, { from, to });
  }

  graph(isWhole: boolean): PipelineGraph {
    const edges = [...this.#edges.values()];
    const stages = withFollowers([...this.#nodes.values()], edges);
    return { nodes: [...stages.map((node) => withGroupState(node, stages)), ...this.#data.values()], edges, isWhole };
  }
}

function stateOf(status: StageStatus): StageState {
  if (status.isFrozen) return "frozen";
  const stale = isStale(status);
  return stale === undefined ? "unknown" : stale ? "changed" : "current";
}

/** A stage after one that has changed may have to run, too: `dvc repro` decides when it gets there. */
function withFollowers(nodes: readonly PipelineNode[], edges: readonly PipelineEdge[]): PipelineNode[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const reached = new Set<string>();
  const toGo = nodes.filter(({ state }) => state === "changed").map(({ id }) => id);
  for (let id = toGo.pop(); id !== undefined; id = toGo.pop()) {
    for (const { to } of next.get(id) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      toGo.push(to);
    }
  }
  return nodes.map((node) =>
    node.state === "current" && reached.has(node.id) ? { ...node, state: "follows", note: "follows a change" } : node,
  );
}

const gravity: readonly StageState[] = ["changed", "follows", "unknown", "current", "frozen"];

/** A group is as its gravest stage is. */
function withGroupState(node: PipelineNode, nodes: readonly PipelineNode[]): PipelineNode {
  if (node.kind !== "group") return node;
  const members = nodes.filter(({ group }) => group === node.id);
  const state = gravity.find((each) => members.some((member) => member.state === each));
  if (state === undefined) return { ...node, note: counted(members.length) };
  const count = members.filter((member) => member.state === state).length;
  return { ...node, state, note: `${counted(members.length)}, ${count} ${words[state]}` };
}

const words: Readonly<Record<StageState, string>> = {
  changed: "changed",
  follows: "after a change",
  unknown: "not compared",
  current: "up to date",
  frozen: "frozen",
};

function counted(count: number): string {
  return `${count} ${count === 1 ? "stage" : "stages"}`;
}

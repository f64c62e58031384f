import type { PipelineEdge, PipelineGraph, PipelineNode, StageState } from "#protocol/views/pipeline.ts";
import { OutputIndex } from "../../dvc/outputIndex.ts";
import type { Pipeline } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import type { KeptSource, PlacedPath } from "../../dvc/project.ts";
import { relativePath } from "../../dvc/stageNames.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import type { shownKept } from "../../dvc/status/keptFile.ts";
import type { StageStatus } from "../../dvc/status/stageStatus.ts";
import { isStale, statusWords } from "../../dvc/status/words.ts";
import { Lines } from "../text.ts";
import { entriesOf, entryOf, type YamlEntry } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** A `.dvc` file that stages rest on, with what is known of its data. */
export type Kept = KeptSource & Partial<ReturnType<typeof shownKept>>;

interface Found {
  /** What `dvc status` says of each stage, by name. */
  readonly statuses: ReadonlyMap<string, StageStatus> | undefined;
  readonly kept: readonly Kept[];
}

/** The stages of a file with what they read and write, and the `.dvc` files that keep what they begin with: what leads to what as `dvc dag` has it. */
export function pipelineGraph(model: DvcYamlModel, pipeline: Pipeline, uri: string, { statuses, kept }: Found): PipelineGraph {
  const builder = new GraphBuilder(uri, statuses);
  for (const each of kept) builder.kept(each);
  const lines = new Lines(model.text);
  const byKey = Map.groupBy(pipeline.parts, ({ stage }) => stage.key.text);
  for (const entry of entriesOf(entryOf(model.root, "stages")?.value)) builder.entry(entry, byKey.get(entry.key.text) ?? [], lines);
  return builder.graph(model.yamlProblems.length === 0 && pipeline.problems.length === 0);
}

type Datum = Pick<PlacedPath, "place" | "path">;

/** Something that a stage reads. */
interface Read extends Datum {
  /** Id of the stage. */
  readonly by: string;
  /** Data; a params file is shown where something makes it. */
  readonly isShown: boolean;
}

class GraphBuilder {
  readonly #uri: string;
  readonly #statuses: ReadonlyMap<string, StageStatus> | undefined;
  readonly #nodes = new Map<string, PipelineNode>();
  readonly #kept: PipelineNode[] = [];
  readonly #outputs = new OutputIndex<string>();
  readonly #reads: Read[] = [];
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

  kept({ file, outs, ...known }: Kept): void {
    const id = `tracked:${file}`;
    this.#kept.push({ id, kind: "tracked", name: relativePath(file, this.#uri), file, ...known });
    for (const place of outs) this.#writes(id, { place, path: relativePath(place, this.#uri) });
  }

  #stage(
    { stage, deps, outs, params }: StageParts,
    group: string | undefined,
    lines: { readonly first: number; readonly last: number },
  ): void {
    const id = `stage:${stage.name}`;
    const status = this.#statuses?.get(stage.name);
    this.#nodes.set(id, {
      ...{ id, kind: "stage", name: stage.name, lines },
      ...(group !== undefined && { group }),
      ...(status !== undefined && { state: stateOf(status), note: statusWords(status) }),
    });
    if (stage.folder === undefined) return;
    for (const read of placed(deps, stage.folder, this.#uri)) {
      this.#edge(this.#datum(read), id);
      this.#reads.push({ ...read, by: id, isShown: true });
    }
    for (const read of placed(params, stage.folder, this.#uri)) this.#reads.push({ ...read, by: id, isShown: false });
    for (const written of placed(outs, stage.folder, this.#uri)) this.#writes(id, written);
  }

  #writes(from: string, written: Datum): void {
    this.#edge(from, this.#datum(written));
    this.#outputs.add(written.place, written.place);
  }

  /** What is read is made by who writes it, the folder that it is in, or something in it; of a params file that is known by that alone. */
  #join(): void {
    for (const { place, path, by, isShown } of this.#reads) {
      const [same, others] = [this.#outputs.at(place), [...this.#outputs.above(place), ...this.#outputs.below(place)]];
      if (!isShown && same.length + others.length === 0) continue;
      const read = this.#datum({ place, path });
      if (!isShown) this.#edge(read, by);
      for (const other of others) this.#edge(`data:${other}`, read);
    }
  }

  #datum({ place, path }: Datum): string {
    const id = `data:${place}`;
    if (!this.#data.has(id)) this.#data.set(id, { id, kind: "data", name: path });
    return id;
  }

  #edge(from: string, to: string): void {
    this.#edges.set(`${from}\n${to}`, { from, to });
  }

  graph(isWhole: boolean): PipelineGraph {
    this.#join();
    const edges = [...this.#edges.values()];
    const stages = withFollowers([...this.#nodes.values()], edges);
    return { nodes: [...stages.map((node) => withGroupState(node, stages)), ...this.#kept, ...this.#data.values()], edges, isWhole };
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
  const toGo = nodes.filter(({ kind, state }) => kind === "stage" && state === "changed").map(({ id }) => id);
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

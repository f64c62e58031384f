import { type PipelineEdge, type PipelineNode, trackedId } from "#protocol/views/pipeline.ts";
import { OutputIndex } from "../dvc/outputIndex.ts";
import type { Datum, DrawnStage, StageNote } from "../formats/drawnFile.ts";
import { withConsequences } from "./states.ts";
import type { Unit } from "./units.ts";

/** How nodes are named and what is known of them. */
export interface NodeWords {
  /** URI of the file of the page. */
  readonly own: string;
  /** What a file is called. */
  fileName(uri: string): string;
  /** Of data that a file names. */
  dataName(datum: Datum, file: string): string;
  /** How a stage of a file stands to its last run; undefined: it is not known. */
  stateOf(file: string, stage: string): StageNote | undefined;
}

/** Something that a stage reads. */
interface Read extends Datum {
  /** Id of the stage. */
  readonly by: string;
  readonly file: string;
  /** Data; a params file is shown where something makes it. */
  readonly isShown: boolean;
}

/** Stages of units with what they read and write: what leads to what as `dvc dag` has it. */
export function nodesOf(
  units: readonly Unit[],
  words: NodeWords,
): { readonly nodes: readonly PipelineNode[]; readonly edges: readonly PipelineEdge[] } {
  const builder = new GraphBuilder(words);
  for (const unit of units) builder.unit(unit);
  return builder.graph();
}

class GraphBuilder {
  readonly #words: NodeWords;
  readonly #nodes = new Map<string, PipelineNode>();
  readonly #outputs = new OutputIndex<string>();
  readonly #reads: Read[] = [];
  readonly #data = new Map<string, PipelineNode>();
  readonly #edges = new Map<string, PipelineEdge>();
  readonly #halts = new Set<string>();

  constructor(words: NodeWords) {
    this.#words = words;
  }

  unit({ file, entry: { name, isLoop, isFrozen, lines, stages } }: Unit): void {
    const isOwn = file === this.#words.own;
    if (name === "") {
      const id = trackedId(file);
      const known = this.#words.stateOf(file, "");
      this.#nodes.set(id, { id, kind: "tracked", name: this.#words.fileName(file), lines, ...(!isOwn && { file }), ...known });
      if (isFrozen === true) this.#halts.add(id);
      for (const stage of stages) this.#paths(id, file, stage);
      return;
    }
    // No URI has a space.
    const idOf = (kind: "stage" | "group", of: string) => (isOwn ? `${kind}:${of}` : `of ${file} ${kind}:${of}`);
    const common = (of: string) => ({ lines, ...(!isOwn && { file, address: `${this.#words.fileName(file)}:${of}` }) });
    const group = isLoop ? idOf("group", name) : undefined;
    if (group !== undefined) this.#nodes.set(group, { id: group, kind: "group", name, ...common(name) });
    // What cannot be resolved is there all the same.
    else if (stages.length === 0) this.#nodes.set(idOf("stage", name), { id: idOf("stage", name), kind: "stage", name, ...common(name) });
    for (const stage of stages) {
      const id = idOf("stage", stage.name);
      const known = this.#words.stateOf(file, stage.name);
      this.#nodes.set(id, { id, kind: "stage", name: stage.name, ...common(stage.name), ...(group !== undefined && { group }), ...known });
      this.#paths(id, file, stage);
    }
  }

  #paths(id: string, file: string, { deps, params, outs }: DrawnStage): void {
    for (const read of deps) {
      this.#edge(this.#datum(read, file), id);
      this.#reads.push({ ...read, by: id, file, isShown: true });
    }
    for (const read of params) this.#reads.push({ ...read, by: id, file, isShown: false });
    for (const written of outs) {
      this.#edge(id, this.#datum(written, file));
      this.#outputs.add(written.place, written.place);
    }
  }

  /** What is read is made by who writes it, the folder that it is in, or something in it; of a params file that is known by that alone. */
  #join(): void {
    for (const { place, path, by, file, isShown } of this.#reads) {
      const [same, others] = [this.#outputs.at(place), [...this.#outputs.above(place), ...this.#outputs.below(place)]];
      if (!isShown && same.length + others.length === 0) continue;
      const read = this.#datum({ place, path }, file);
      if (!isShown) this.#edge(read, by);
      for (const other of others) this.#edge(`data:${other}`, read);
    }
  }

  #datum(datum: Datum, file: string): string {
    const id = `data:${datum.place}`;
    if (!this.#data.has(id)) this.#data.set(id, { id, kind: "data", name: this.#words.dataName(datum, file) });
    return id;
  }

  #edge(from: string, to: string): void {
    this.#edges.set(`${from}\n${to}`, { from, to });
  }

  graph(): { readonly nodes: readonly PipelineNode[]; readonly edges: readonly PipelineEdge[] } {
    this.#join();
    const edges = [...this.#edges.values()];
    return { nodes: [...withConsequences([...this.#nodes.values()], edges, this.#halts), ...this.#data.values()], edges };
  }
}

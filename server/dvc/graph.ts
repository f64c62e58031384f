import { folderOf } from "../formats/namedPath.ts";
import type { Span } from "../formats/text.ts";
import { cycleThrough, loopsOf } from "./cycles.ts";
import { OutputIndex } from "./outputIndex.ts";
import type { DvcPart, DvcShare, GraphStage, PlacedPath } from "./project.ts";

/** A stage, as seen from a file: its name, with its file where that is another. */
export interface StageName {
  readonly name: string;
  /** URI. */
  readonly file: string;
}

type Wrong =
  | { readonly kind: "duplicate"; readonly path: string; readonly other: StageName; readonly isSameStage: boolean }
  | { readonly kind: "overlap"; readonly path: string; readonly outer: string; readonly other: StageName }
  /** A file with stages lies in the output. */
  | { readonly kind: "holdsFile"; readonly path: string; readonly file: string }
  | { readonly kind: "ownOutput"; readonly dep: string; readonly out: string; readonly stage: string }
  | { readonly kind: "cycle"; readonly stages: readonly StageName[] };

/** Something for which DVC 3.67 refuses the stages of a repository (`build_outs_trie` and `build_graph` in `dvc/repo`). */
export type GraphProblem = Span & Wrong;

/** What is wrong with a path of a file, whatever its place in the text. */
export interface UnplacedProblem {
  readonly wrong: Wrong;
  readonly of: PathOfPart;
}

/** One of the paths that a file adds, by number. */
interface PathOfPart {
  readonly stage: number;
  readonly list: "deps" | "outs";
  readonly path: number;
}

interface Node extends GraphStage {
  readonly file: string;
  /** Its number in the file. */
  readonly index: number;
}

interface Output {
  readonly node: Node;
  readonly path: PlacedPath;
}

/** What is wrong with the graph, by file. What is said is said where it can be mended: of two equal outputs at the later one, and in each file. */
export function graphShares(parts: ReadonlyMap<string, DvcPart>): ReadonlyMap<string, DvcShare<UnplacedProblem>> {
  const seen = withoutThoseInOutputs(parts, ({ stages }) => stages);
  const graph = new Graph(seen);
  graph.checkOutputs();
  graph.checkFiles();
  graph.checkCycles();
  return new Map([...parts.keys()].map((file) => [file, { problems: graph.problemsOf(file) }]));
}

/** The same where the paths stand now. Stages that a loop makes have one text: what is wrong with it is said once. */
export function placedProblems(problems: readonly UnplacedProblem[], { stages }: DvcPart): readonly GraphProblem[] {
  const placed = new Map<string, GraphProblem>();
  for (const { wrong, of } of problems) {
    const at = stages[of.stage]?.[of.list][of.path]?.at;
    const key = `${wrong.kind}:${at?.start}:${at?.end}`;
    if (at !== undefined && !placed.has(key)) placed.set(key, { ...wrong, start: at.start, end: at.end });
  }
  return [...placed.values()];
}

/** Of files by their URIs those that DVC comes to: it does not look into a folder that an output of a file above it is. */
export function withoutThoseInOutputs<File>(
  parts: ReadonlyMap<string, File>,
  stagesOf: (file: File) => readonly { readonly outs: readonly Pick<PlacedPath, "place">[] }[],
): ReadonlyMap<string, File> {
  const owners = new Map<string, string[]>();
  for (const [file, part] of parts) {
    for (const { outs } of stagesOf(part)) for (const { place } of outs) owners.set(place, [...(owners.get(place) ?? []), folderOf(file)]);
  }
  const isHidden = (file: string): boolean => {
    for (let folder = folderOf(file); folder.includes("/"); folder = folderOf(folder)) {
      if (owners.get(folder)?.some((owner) => isInOrAt(folderOf(folder), owner))) return true;
    }
    return false;
  };
  return new Map([...parts].filter(([file]) => !isHidden(file)));
}

class Graph {
  readonly #files: ReadonlyMap<string, DvcPart>;
  readonly #nodes: readonly Node[];
  readonly #outputs = new OutputIndex<Output>();
  readonly #problems = new Map<string, UnplacedProblem[]>();

  constructor(parts: ReadonlyMap<string, DvcPart>) {
    this.#files = parts;
    this.#nodes = [...parts].flatMap(([file, { stages }]) => stages.map((stage, index) => ({ ...stage, file, index })));
    for (const node of this.#nodes) for (const path of node.outs) this.#outputs.add(path.place, { node, path });
  }

  problemsOf(file: string): readonly UnplacedProblem[] {
    return this.#problems.get(file) ?? [];
  }

  #add(node: Node, list: "deps" | "outs", path: PlacedPath, wrong: Wrong): void {
    const ofFile = this.#problems.get(node.file) ?? [];
    this.#problems.set(node.file, ofFile);
    ofFile.push({ wrong, of: { stage: node.index, list, path: node[list].indexOf(path) } });
  }

  checkOutputs(): void {
    for (const node of this.#nodes) {
      for (const out of node.outs) {
        const { place, path } = out;
        const twins = this.#outputs.at(place);
        const index = twins.findIndex((twin) => twin.node === node && twin.path === out);
        const other = twins.find((twin, each) => each !== index && (twin.node.file !== node.file || each < index));
        if (other !== undefined) {
          const isSameStage = other.node === node;
          this.#add(node, "outs", out, { kind: "duplicate", path, other: nameOf(other.node), isSameStage });
        }
        const [outer] = this.#outputs.above(place);
        if (outer === undefined) continue;
        this.#add(node, "outs", out, { kind: "overlap", path, outer: outer.path.path, other: nameOf(outer.node) });
      }
    }
  }

  /** Of a file in another branch DVC may come to the folder first, and not look into it: then nothing is wrong. */
  checkFiles(): void {
    for (const file of this.#files.keys()) {
      for (const { node, path } of [...this.#outputs.above(file), ...this.#outputs.at(file)]) {
        const isSeenFirst = isInOrAt(folderOf(node.file), folderOf(file));
        if (isSeenFirst) this.#add(node, "outs", path, { kind: "holdsFile", path: path.path, file });
      }
    }
  }

  checkCycles(): void {
    const producers = new Map<Node, Map<Node, { readonly dep: PlacedPath; readonly out: PlacedPath }>>();
    for (const node of this.#nodes) {
      const found = new Map<Node, { readonly dep: PlacedPath; readonly out: PlacedPath }>();
      for (const dep of node.deps) {
        for (const output of this.#sources(dep.place)) {
          if (!found.has(output.node)) found.set(output.node, { dep, out: output.path });
        }
      }
      producers.set(node, found);
    }
    for (const node of this.#nodes) {
      const own = producers.get(node)?.get(node);
      if (own === undefined) continue;
      this.#add(node, "outs", own.out, { kind: "ownOutput", dep: own.dep.path, out: own.out.path, stage: node.name });
    }
    const next = (node: Node): readonly Node[] => [...(producers.get(node)?.keys() ?? [])].filter((each) => each !== node);
    for (const loop of loopsOf(this.#nodes, next)) this.#addCycle(loop, next, producers);
  }

  /** In each file that has a part in it, at one of its dependencies. */
  #addCycle(
    loop: readonly Node[],
    next: (node: Node) => readonly Node[],
    producers: ReadonlyMap<Node, ReadonlyMap<Node, { readonly dep: PlacedPath }>>,
  ): void {
    const members = new Set(loop);
    for (const file of new Set(loop.map((node) => node.file))) {
      const node = loop.find((each) => each.file === file);
      const cycle = node && cycleThrough(node, (each) => next(each).filter((other) => members.has(other)));
      const dep = node && cycle?.[1] && producers.get(node)?.get(cycle[1])?.dep;
      if (node !== undefined && dep !== undefined && cycle !== undefined)
        this.#add(node, "deps", dep, { kind: "cycle", stages: cycle.map(nameOf) });
    }
  }

  /** Outputs that a path is, lies in, or holds. */
  #sources(place: string): readonly Output[] {
    return [...this.#outputs.at(place), ...this.#outputs.above(place), ...this.#outputs.below(place)];
  }
}

function nameOf({ name, file }: Node): StageName {
  return { name, file };
}

function isInOrAt(folder: string, above: string): boolean {
  return folder === above || folder.startsWith(`${above}/`);
}

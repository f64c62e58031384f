import type { YamlEntry, YamlNode, YamlScalar } from "../formats/yamlTree.ts";

export interface Composed {
  readonly node: YamlNode;
  /** Nodes in it, aliases followed. */
  readonly size: number;
}

/** A map that is being read. */
export class MapParts {
  readonly start: number;
  size = 1;
  #end: number;
  readonly #own: YamlEntry[] = [];
  readonly #inherited: YamlEntry[] = [];
  #merges = 0;

  constructor(start: number) {
    this.start = start;
    this.#end = start;
  }

  add(entry: YamlEntry): void {
    this.#own.push(entry);
    this.#end = Math.max(this.#end, entry.key.end, entry.value.end);
  }

  get hasMerged(): boolean {
    return this.#merges > 0;
  }

  inherit(entries: readonly YamlEntry[], end: number): void {
    this.#merges++;
    this.#inherited.push(...entries);
    this.#end = Math.max(this.#end, end);
  }

  close(end: number): void {
    this.#end = end;
  }

  composed(): Composed {
    const known = new Set(this.#own.map(({ key }) => key.text));
    const entries = this.#inherited.length === 0 ? this.#own : [...this.#own, ...this.#inherited.filter(({ key }) => !known.has(key.text))];
    return { node: { kind: "map", entries, start: this.start, end: this.#end }, size: this.size };
  }
}

/** Nothing, where a value could be. */
export function emptyScalar(start: number, end: number): YamlScalar {
  return { kind: "scalar", scalar: { type: "null" }, text: "", quoted: false, start, end };
}

/** A list of scalars is a key for ruamel.yaml 0.19.1, which makes a tuple of it: no text, and nothing can name it. Undefined: no key for it either. */
export function tupleKey(node: YamlNode, text: string): YamlScalar | undefined {
  if (node.kind !== "list" || node.items.some(({ kind }) => kind !== "scalar")) return undefined;
  const { start, end } = node;
  return { kind: "scalar", scalar: { type: "null" }, text: text.slice(start, end), quoted: false, start, end };
}

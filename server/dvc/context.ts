import type { Segment } from "./expression.ts";
import { isCollection, type ListValue, type MapValue, mapOf, unknown, type Value } from "./value.ts";

/** What an expression leads to. */
export type Selected =
  | { readonly kind: "found"; readonly value: Value }
  /** Something on the way is not known: nothing is said of it. */
  | { readonly kind: "unknown" }
  /** `at` is the first name that leads nowhere, in what `parent` is. */
  | { readonly kind: "missing"; readonly at: number; readonly parent: Value };

/** The names that templates of a stage can use (`dvc/parsing/context.py` of DVC 3.67). Never changes: what is added makes another one. */
export class Context {
  readonly #names: MapValue;
  /** `item` and `key` of a loop, which hide other names. */
  readonly #loop: ReadonlyMap<string, Value>;
  /** Files by path, with the keys that were taken; undefined: all of the file. */
  readonly imports: ReadonlyMap<string, readonly string[] | undefined>;
  /** Some file could not be read: there may be more names. */
  readonly isOpen: boolean;

  private constructor(
    names: MapValue,
    loop: ReadonlyMap<string, Value>,
    imports: ReadonlyMap<string, readonly string[] | undefined>,
    isOpen: boolean,
  ) {
    this.#names = names;
    this.#loop = loop;
    this.imports = imports;
    this.isOpen = isOpen;
  }

  static readonly empty = new Context(mapOf([]), new Map(), new Map(), false);

  /** With the names of another map; `conflicts` are those that it sets anew. The earlier value stays. */
  merged(update: MapValue, conflicts: Conflict[]): Context {
    return this.#with({ names: mergedMap(this.#names, update, [], conflicts) });
  }

  /** With `item` and `key`, which nothing may set anew. */
  inLoop(loop: Readonly<Record<string, Value>>): Context {
    return this.#with({ loop: new Map(Object.entries(loop)) });
  }

  importing(path: string, keys: readonly string[] | undefined): Context {
    const before = this.imports.get(path);
    const now = this.imports.has(path) && before !== undefined && keys !== undefined ? [...before, ...keys] : keys;
    return this.#with({ imports: new Map(this.imports).set(path, this.imports.has(path) && before === undefined ? undefined : now) });
  }

  opened(): Context {
    return this.isOpen ? this : this.#with({ isOpen: true });
  }

  isReserved(name: string): boolean {
    return this.#loop.has(name);
  }

  has(name: string): boolean {
    return this.#names.entries.has(name);
  }

  /** Names at the top, those of the loop first. */
  names(): string[] {
    return [...this.#loop.keys(), ...[...this.#names.entries.keys()].filter((name) => !this.#loop.has(name))];
  }

  select(path: readonly Segment[]): Selected {
    let parent: Value = this.#names;
    for (const [at, { name }] of path.entries()) {
      if (parent.kind === "unknown") return parent;
      const value: Value | undefined = (at === 0 ? this.#loop.get(name) : undefined) ?? childOf(parent, name);
      if (value === undefined) return at === 0 && this.isOpen ? unknown : { kind: "missing", at, parent };
      parent = value;
    }
    return parent.kind === "unknown" ? parent : { kind: "found", value: parent };
  }

  /** The values that the names of an expression lead to, one after another, as far as they are known. */
  trace(path: readonly Segment[]): Value[] {
    const values: Value[] = [];
    let parent: Value = this.#names;
    for (const [at, { name }] of path.entries()) {
      const value: Value | undefined = (at === 0 ? this.#loop.get(name) : undefined) ?? childOf(parent, name);
      if (value === undefined) break;
      values.push(value);
      parent = value;
    }
    return values;
  }

  #with(change: {
    readonly names?: MapValue;
    readonly loop?: ReadonlyMap<string, Value>;
    readonly imports?: ReadonlyMap<string, readonly string[] | undefined>;
    readonly isOpen?: boolean;
  }): Context {
    const { names = this.#names, loop = this.#loop, imports = this.imports, isOpen = this.isOpen } = change;
    return new Context(names, loop, imports, isOpen);
  }
}

function childOf(parent: Value, name: string): Value | undefined {
  if (!isCollection(parent)) return undefined;
  return parent.kind === "map" ? parent.entries.get(name) : itemOf(parent, name);
}

/** By its index, as Python's `int()` reads it: from the end where it is below zero. */
function itemOf({ items }: ListValue, index: string): Value | undefined {
  return /^[-+]?\d+(?:_\d+)*$/.test(index) ? items.at(Number(index.replaceAll("_", ""))) : undefined;
}

/** A name that is set twice. */
export interface Conflict {
  readonly path: readonly string[];
  /** As it was before, and as it is set anew. */
  readonly existing: Value;
  readonly anew: Value;
}

function mergedMap(into: MapValue, update: MapValue, path: readonly string[], conflicts: Conflict[]): MapValue {
  const entries = new Map(into.entries);
  for (const [key, anew] of update.entries) {
    const existing = entries.get(key);
    if (existing?.kind === "map" && anew.kind === "map") entries.set(key, mergedMap(existing, anew, [...path, key], conflicts));
    else if (existing === undefined) entries.set(key, anew);
    else if (existing.kind !== "unknown" && anew.kind !== "unknown") conflicts.push({ path: [...path, key], existing, anew });
  }
  return { ...into, entries };
}

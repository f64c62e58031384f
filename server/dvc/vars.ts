import type { Span } from "../formats/text.ts";
import { stringOf, type YamlNode } from "../formats/yamlTree.ts";
import type { Conflict, Context } from "./context.ts";
import { valueOfYaml } from "./fromYaml.ts";
import { joinPath } from "./paths.ts";
import type { Problems, TemplateProblem } from "./problems.ts";
import { isCollection, type MapValue, mapOf, type Value } from "./value.ts";

/** What a params file holds, as far as it is known. */
export type ParamsFile =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "missing" }
  | { readonly kind: "folder" }
  /** It is not what its name says: `as` is `YAML`, `JSON`, `TOML` or `Python`. */
  | { readonly kind: "broken"; readonly as: string }
  | { readonly kind: "unknown" };

/** Params files by path, from the folder of the `dvc.yaml`. */
export type ParamsFiles = (path: string) => ParamsFile;

export const defaultParamsFile = "params.yaml";

/** Adds what `vars` and the default params file name to a context (`Context.load_from_vars` of DVC 3.67). */
export class VarsLoader {
  readonly #files: ParamsFiles;
  readonly #problems: Problems<TemplateProblem>;

  constructor(files: ParamsFiles, problems: Problems<TemplateProblem>) {
    this.#files = files;
    this.#problems = problems;
  }

  /** `params.yaml` beside the file, where there is one. `at` is where to say that it cannot be read. */
  defaultFile(context: Context, at: Span): Context {
    if (this.#files(defaultParamsFile).kind === "missing") return context;
    return this.#file(context, { path: defaultParamsFile, keys: undefined, item: defaultParamsFile, at });
  }

  /** The items of `vars`; `folder` is where their paths begin, undefined where that is not known. */
  items(context: Context, items: readonly YamlNode[], folder: string | undefined, stage?: string): Context {
    let result = context;
    for (const [index, item] of items.entries()) {
      const named = stringOf(item);
      if (named !== undefined) result = folder === undefined ? result.opened() : this.#file(result, partsOf(named, folder, item));
      else if (item.kind === "map") {
        const source = `${stage === undefined ? "" : `${stage}.`}vars[${index}]`;
        result = this.#merged(result, sourced(valueOfYaml(item), source), item);
      }
    }
    return result;
  }

  #file(context: Context, { path, keys, item, at }: VarsItem): Context {
    const isLoaded = context.imports.has(path);
    const loaded = context.imports.get(path);
    if (isLoaded) {
      if (keys === undefined && loaded === undefined) return context;
      const isTwice = loaded === undefined || keys === undefined || keys.some((key) => loaded.includes(key));
      if (isTwice) {
        this.#problems.add({ kind: "loadedTwice", item, isWhole: loaded === undefined, ...span(at) });
        return context;
      }
    }
    const value = this.#read(path, at);
    if (value === undefined) return context.opened();
    const missing = keys?.filter((key) => !value.entries.has(key)) ?? [];
    for (const key of missing)
      this.#problems.add({ kind: "varsKey", path, key, known: [...value.entries.keys()], ...keyPlace(item, key, at) });
    const taken = keys === undefined ? value : mapOf([...value.entries].filter(([key]) => keys.includes(key)));
    const merged = this.#merged(context, taken, at).importing(path, keys);
    return missing.length > 0 ? merged.opened() : merged;
  }

  /** Undefined: not known, or not to be read, which is said. */
  #read(path: string, at: Span): MapValue | undefined {
    const file = this.#files(path);
    if (file.kind === "unknown") return undefined;
    if (file.kind === "read" && file.value.kind === "map") return file.value;
    if (file.kind === "read" && file.value.kind === "unknown") return undefined;
    this.#problems.add({ kind: "varsFile", path, why: file.kind === "read" ? { kind: "noMap", value: file.value } : file, ...span(at) });
    return undefined;
  }

  #merged(context: Context, update: MapValue, at: Span): Context {
    const reserved = [...update.entries].filter(([name]) => context.isReserved(name));
    for (const [name, value] of reserved) this.#problems.add({ kind: "reserved", name, ...span(value.at ?? at) });
    if (reserved.length > 0) return context;
    for (const [name, value] of update.entries) this.#checkForeign(value, name, at);
    const conflicts: Conflict[] = [];
    const merged = context.merged(update, conflicts);
    for (const { path, existing, anew } of conflicts) {
      this.#problems.add({ kind: "conflict", path: path.join("."), source: existing.source ?? "vars", ...span(anew.at ?? at) });
    }
    return merged;
  }

  /** Templates cannot hold a date or a tuple, wherever it stands: DVC stops. */
  #checkForeign(value: Value, name: string, at: Span): void {
    if (value.kind === "foreign") {
      this.#problems.add({ kind: "foreign", name, type: value.type, source: value.source ?? "vars", ...span(value.at ?? at) });
    }
    if (!isCollection(value)) return;
    const inner = value.kind === "list" ? value.items.map((item, index) => [String(index), item] as const) : [...value.entries];
    for (const [key, held] of inner) this.#checkForeign(held, `${name}.${key}`, at);
  }
}

interface VarsItem {
  readonly path: string;
  readonly keys: readonly string[] | undefined;
  /** As written. */
  readonly item: string;
  readonly at: Span;
}

/** `params.yaml:train,test`: a file, and the keys that are taken of it. */
function partsOf(item: string, folder: string, at: Span): VarsItem {
  const colon = item.indexOf(":");
  const keys = colon < 0 ? "" : item.slice(colon + 1);
  const path = joinPath(folder, colon < 0 ? item : item.slice(0, colon));
  return { path, keys: keys === "" ? undefined : keys.split(",").filter((key) => key !== ""), item, at };
}

/** A value of this file knows which item of `vars` it came from. */
function sourced(value: Value, source: string): MapValue {
  const marked = (each: Value): Value =>
    each.kind === "map"
      ? { ...each, source, entries: new Map([...each.entries].map(([key, held]) => [key, marked(held)])) }
      : { ...each, source };
  const map = marked(value);
  return map.kind === "map" ? map : mapOf([]);
}

/** The key in `file:key`, where the item is written as it reads. */
function keyPlace(item: string, key: string, at: Span): Span {
  const colon = item.indexOf(":");
  const words = item.slice(colon + 1).split(",");
  const before = words.slice(0, words.indexOf(key)).reduce((length, word) => length + word.length + 1, colon + 1);
  return at.end - at.start === item.length ? { start: at.start + before, end: at.start + before + key.length } : span(at);
}

function span({ start, end }: Span): Span {
  return { start, end };
}

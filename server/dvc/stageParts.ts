import type { Span } from "../formats/text.ts";
import type { Problems } from "./problems.ts";
import type { ResolvedStage } from "./resolve.ts";
import type { MapValue, Value } from "./value.ts";
import { defaultParamsFile } from "./vars.ts";

/** A path that a stage names. */
export interface PathUse {
  /** As resolved; relative to the folder of the stage. */
  readonly path: string;
  readonly at: Span;
}

export type OutputSection = "outs" | "metrics" | "plots";

export interface OutputUse extends PathUse {
  readonly section: OutputSection;
  /** DVC keeps it, and not Git. */
  readonly isCached: boolean;
}

/** Keys of a params file; none: all of the file. */
export interface ParamsUse extends PathUse {
  readonly keys: readonly { readonly name: string; readonly at: Span }[];
}

/** What DVC 3.67 refuses when it makes a stage of what its templates gave (`StageLoader.load_stage`). */
export type PartProblem = Span &
  (
    | { readonly kind: "noPath"; readonly section: string; readonly value: Value }
    /** `dvc.yaml` and files ending in `.dvc` are neither dependencies nor outputs. */
    | { readonly kind: "stageFile"; readonly section: string; readonly path: string }
    | { readonly kind: "noKeys"; readonly file: string; readonly value: Value }
    | { readonly kind: "plotsList"; readonly path: string }
  );

/** What a stage reads and writes. */
export interface StageParts {
  readonly stage: ResolvedStage;
  readonly deps: readonly PathUse[];
  readonly outs: readonly OutputUse[];
  readonly params: readonly ParamsUse[];
}

const nowhere: Span = { start: 0, end: 0 };

/** Never throws; what DVC refuses goes to `problems`. */
export function partsOf(stage: ResolvedStage, problems: Problems<PartProblem>): StageParts {
  const wdir = stage.sections.get("wdir");
  if (wdir !== undefined && wdir.kind !== "text" && wdir.kind !== "none" && wdir.kind !== "unknown") {
    problems.add({ kind: "noPath", section: "wdir", value: wdir, ...placeOf(wdir) });
  }
  const collector = new PartCollector(problems);
  const deps = itemsOf(stage, "deps").flatMap((item) => collector.path(item, "deps"));
  const outs = (["outs", "metrics", "plots"] as const).flatMap((section) => collector.outputs(itemsOf(stage, section), section));
  return { stage, deps, outs, params: collector.params(itemsOf(stage, "params")) };
}

function itemsOf(stage: ResolvedStage, section: string): readonly Value[] {
  const value = stage.sections.get(section);
  return value?.kind === "list" ? value.items : [];
}

class PartCollector {
  readonly #problems: Problems<PartProblem>;

  constructor(problems: Problems<PartProblem>) {
    this.#problems = problems;
  }

  path(value: Value, section: string): PathUse[] {
    if (value.kind === "unknown") return [];
    if (value.kind !== "text" || value.value === "") {
      this.#problems.add({ kind: "noPath", section, value, ...placeOf(value) });
      return [];
    }
    const { value: path } = value;
    if (path.endsWith(".dvc") || /(?:^|\/)dvc\.yaml$/.test(path)) {
      this.#problems.add({ kind: "stageFile", section, path, ...placeOf(value) });
      return [];
    }
    return [{ path, at: placeOf(value) }];
  }

  /** The same path twice in one list is one output. */
  outputs(items: readonly Value[], section: OutputSection): OutputUse[] {
    const found = new Map<string, OutputUse>();
    const add = (path: Value, isCached: boolean) => {
      for (const use of this.path(path, section)) {
        const isKept = found.get(use.path)?.isCached !== false && isCached;
        found.set(use.path, { ...(found.get(use.path) ?? use), section, isCached: isKept });
      }
    };
    for (const item of items) {
      if (item.kind !== "map") add(item, true);
      else for (const [path, options] of this.#pathsOf(item, section)) add(path, isCachedBy(options));
    }
    return [...found.values()];
  }

  #pathsOf(item: MapValue, section: OutputSection): (readonly [Value, Value])[] {
    for (const [key] of item.others) this.#problems.add({ kind: "noPath", section, value: key, ...placeOf(key.at ? key : item) });
    return [...item.entries].map(([path, options]) => {
      const at = options.kind === "map" ? placeOf(item) : placeOf(options);
      if (options.kind === "list") this.#problems.add({ kind: "plotsList", path, ...at });
      return [{ kind: "text", value: path, at: keyPlace(item, path) }, options] as const;
    });
  }

  params(items: readonly Value[]): ParamsUse[] {
    const uses: ParamsUse[] = [];
    const whole = new Set(
      items.flatMap((item) => (item.kind === "map" ? [...item.entries].filter(([, keys]) => isFalse(keys)) : [])).map(([file]) => file),
    );
    for (const item of items) {
      if (item.kind === "text") uses.push({ path: defaultParamsFile, at: placeOf(item), keys: [{ name: item.value, at: placeOf(item) }] });
      else if (item.kind === "map")
        for (const [file, keys] of item.entries) uses.push(...this.#paramsOf(item, file, whole.has(file) ? { kind: "none" } : keys));
      else if (item.kind !== "unknown") this.#problems.add({ kind: "noPath", section: "params", value: item, ...placeOf(item) });
    }
    return uses;
  }

  #paramsOf(item: MapValue, file: string, keys: Value): ParamsUse[] {
    const [use] = this.path({ kind: "text", value: file || defaultParamsFile, at: keyPlace(item, file) }, "params");
    if (use === undefined || keys.kind === "unknown") return [];
    if (isFalse(keys)) return [{ ...use, keys: [] }];
    if (keys.kind !== "list") {
      this.#problems.add({ kind: "noKeys", file, value: keys, ...placeOf(keys) });
      return [];
    }
    const names = keys.items.flatMap((key) => (key.kind === "text" ? [{ name: key.value, at: placeOf(key) }] : []));
    return [{ ...use, keys: names }];
  }
}

/** What Python calls false: then all of the file is meant. */
function isFalse(value: Value): boolean {
  switch (value.kind) {
    case "none":
      return true;
    case "bool":
      return !value.value;
    case "text":
      return value.value === "";
    case "list":
      return value.items.length === 0;
    case "map":
      return value.entries.size + value.others.length === 0;
    case "int":
    case "float":
      return Number(value.value) === 0;
    default:
      return false;
  }
}

function isCachedBy(options: Value): boolean {
  const cache = options.kind === "map" ? options.entries.get("cache") : undefined;
  return cache?.kind !== "bool" || cache.value;
}

function placeOf({ at = nowhere }: { readonly at?: Span }): Span {
  return { start: at.start, end: at.end };
}

/** Where a key of a resolved map was written. */
function keyPlace(item: MapValue, key: string): Span {
  return item.keyPlaces?.get(key) ?? placeOf(item);
}

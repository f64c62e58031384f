import { entriesOf, entryOf, itemsOf, stringOf, type YamlNode } from "../formats/yamlTree.ts";
import { Context } from "./context.ts";
import { Interpolator } from "./interpolate.ts";
import { foreachIterations, type Iteration, matrixIterations } from "./loops.ts";
import { joinPath } from "./paths.ts";
import { Problems, type TemplateProblem } from "./problems.ts";
import type { MapValue, Value } from "./value.ts";
import { type ParamsFiles, VarsLoader } from "./vars.ts";

/** A name that leads to a value, its parts joined with dots. */
export interface DottedName {
  readonly name: string;
  readonly value: Value;
}

/** The names of a map and of the maps in it, as far as they can be written with dots: each map before what it holds. */
export function dottedNames({ entries }: MapValue, prefix = ""): DottedName[] {
  return [...entries].flatMap(([key, value]) => {
    if (!/^[^.[\]{}$\s]+$/.test(key)) return [];
    const name = prefix + key;
    return [{ name, value }, ...(value.kind === "map" ? dottedNames(value, `${name}.`) : [])];
  });
}

/** What a template of a stage, or of the file where `stage` is none, can name. */
export interface TemplateNames {
  /** `item` and `key`. */
  readonly loop: readonly Iteration[];
  readonly variables: readonly DottedName[];
}

/**
 * The names that DVC 3.67 gives a template: of a loop, of the `vars` and of the params file. `isInLoop`: the place is in what is repeated, and not in
 * what it is repeated for. What is not known is left out.
 */
export function templateNames(
  root: YamlNode,
  text: string,
  files: ParamsFiles,
  { stage, isInLoop }: { readonly stage: string | undefined; readonly isInLoop: boolean },
): TemplateNames {
  const problems = new Problems<TemplateProblem>();
  const loader = new VarsLoader(files, problems);
  const global = loader.items(loader.defaultFile(Context.empty, root), itemsOf(entryOf(root, "vars")?.value), "");
  const definition = stage === undefined ? undefined : entryOf(entryOf(root, "stages")?.value, stage)?.value;
  const template = entryOf(definition, "do")?.value ?? definition;
  const wdir = stringOf(entryOf(template, "wdir")?.value) ?? "";
  const folder = wdir.includes("${") ? undefined : joinPath("", wdir);
  const context = loader.items(global, itemsOf(entryOf(template, "vars")?.value), folder, stage);
  const loop = isInLoop ? iterationsOf(definition, global, new Interpolator(text, problems)) : [];
  const variables = context.names().flatMap((name) => {
    const [value] = context.trace([{ name, start: 0, end: name.length }]);
    return value === undefined ? [] : dottedNames({ kind: "map", entries: new Map([[name, value]]), others: [] });
  });
  return { loop, variables };
}

function iterationsOf(definition: YamlNode | undefined, context: Context, interpolator: Interpolator): readonly Iteration[] {
  const loop = entriesOf(definition).find(({ key }) => key.text === "foreach" || key.text === "matrix");
  if (loop === undefined) return [];
  const iterate = loop.key.text === "foreach" ? foreachIterations : matrixIterations;
  return iterate(loop.value, context, interpolator) ?? [];
}

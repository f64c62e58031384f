import { entriesOf, entryOf, isNull, itemsOf, stringOf, type YamlNode, type YamlScalar } from "../formats/yamlTree.ts";
import { Context } from "./context.ts";
import { type ExpressionUse, Interpolator, type ParsingConfig, type Scope } from "./interpolate.ts";
import { foreachIterations, type Iteration, matrixIterations, maxStages } from "./loops.ts";
import { joinPath } from "./paths.ts";
import { Problems, type TemplateProblem } from "./problems.ts";
import { insertedText, isScalar, type Value } from "./value.ts";
import { defaultParamsFile, type ParamsFiles, VarsLoader } from "./vars.ts";

/** A stage with its templates resolved; one that a loop makes, once for each of its values. */
export interface ResolvedStage {
  /** As DVC calls it: `train`, `train@0.1`. */
  readonly name: string;
  /** Its name in the file. */
  readonly key: YamlScalar;
  /** The folder that its paths are relative to, from that of the file; undefined: not known. */
  readonly folder: string | undefined;
  /** What it has under each of its keys. */
  readonly sections: ReadonlyMap<string, Value>;
}

/** A `dvc.yaml` as DVC 3.67 resolves it (`DataResolver`). */
export interface Resolution {
  readonly stages: readonly ResolvedStage[];
  readonly problems: readonly TemplateProblem[];
  /** Every params file that was asked for, by its path from the folder of the file. */
  readonly asked: readonly string[];
}

/** Resolves the templates of a file's root; `hear` is told of every expression, each time that it is resolved. Never throws; what is not known stays unknown, and nothing is said of it. */
export function resolveTemplates(
  root: YamlNode,
  text: string,
  files: ParamsFiles,
  config: ParsingConfig = {},
  hear?: (use: ExpressionUse) => void,
): Resolution {
  const asked = new Set([defaultParamsFile]);
  const problems = new Problems<TemplateProblem>();
  const recorded: ParamsFiles = (path) => {
    asked.add(path);
    return files(path);
  };
  const resolver = new Resolver(new Interpolator(text, problems, config, hear), new VarsLoader(recorded, problems));
  const stages = resolver.file(root);
  return { stages, problems: problems.all, asked: [...asked] };
}

/** Lists at the top that have templates, besides `vars`: DVC resolves them without a look at their kinds. */
const topLists = ["datasets", "metrics", "params", "plots"];

/** Stages without templates by what stands under their keys: one that an edit left as it was is not resolved again. */
const plainStages = new WeakMap<YamlNode, ResolvedStage>();

class Resolver {
  readonly #interpolator: Interpolator;
  readonly #vars: VarsLoader;
  readonly #stages: ResolvedStage[] = [];

  constructor(interpolator: Interpolator, vars: VarsLoader) {
    this.#interpolator = interpolator;
    this.#vars = vars;
  }

  file(root: YamlNode): readonly ResolvedStage[] {
    const context = this.#global(root);
    const stages = entriesOf(entryOf(root, "stages")?.value);
    const loops = new Set(stages.filter(({ value }) => loopOf(value) !== undefined).map(({ key }) => key.text));
    for (const { key, value } of stages) if (value.kind === "map") this.#stage(key, value, context, loops);
    for (const name of topLists) {
      const list = entryOf(root, name)?.value;
      for (const item of itemsOf(list)) this.#top(item, context);
      // A map in the place of the list is gone through by its keys.
      for (const { key } of entriesOf(list)) this.#top(key, context);
    }
    for (const { key, value } of entriesOf(entryOf(root, "artifacts")?.value)) {
      this.#top(key, context);
      this.#top(value, context);
    }
    return this.#stages;
  }

  #global(root: YamlNode): Context {
    const vars = entryOf(root, "vars");
    const items = itemsOf(vars?.value);
    const first = vars?.key ?? entriesOf(root)[0]?.key ?? root;
    const context = this.#vars.defaultFile(Context.empty, { start: first.start, end: first.end });
    const plain = items.filter((item) => this.#interpolator.checkPlain(item));
    const loaded = this.#vars.items(context, plain, "");
    // What an item would have brought if it had no expression is not known.
    return plain.length < items.length ? loaded.opened() : loaded;
  }

  #top(node: YamlNode, context: Context): void {
    if (this.#interpolator.checkSyntax(node)) this.#interpolator.resolve(node, { context });
  }

  #stage(key: YamlScalar, definition: YamlNode, context: Context, loops: ReadonlySet<string>): void {
    const loop = loopOf(definition);
    if (loop === undefined) {
      this.#checkName(key, key.text, loops);
      if (this.#plain(key, definition)) return;
      if (this.#interpolator.checkSyntax(definition)) this.#resolve(key, key.text, definition, { context });
      return;
    }
    const template = loop === "foreach" ? entryOf(definition, "do")?.value : definition;
    const data = entryOf(definition, loop)?.value;
    if (template?.kind !== "map" || data === undefined || isNull(data)) return;
    const iterate = loop === "foreach" ? foreachIterations : matrixIterations;
    const iterations = iterate(data, context, this.#interpolator) ?? [];
    if (iterations.length === 0 || !this.#interpolator.checkSyntax(template)) return;
    for (const iteration of iterations) this.#iteration(key, template, context, iteration);
  }

  /** A stage that has no templates is the same whatever they would be resolved with. */
  #plain(key: YamlScalar, definition: YamlNode): boolean {
    const known = plainStages.get(definition);
    if (known?.key === key) this.#stages.push(known);
    else if (hasTemplates(definition) || entryOf(definition, "vars") !== undefined) return false;
    else plainStages.set(definition, this.#resolve(key, key.text, definition, { context: Context.empty }));
    return true;
  }

  #iteration(key: YamlScalar, template: YamlNode, context: Context, { key: entry, names }: Iteration): void {
    if (this.#stages.length >= maxStages || entry === "") return;
    const name = `${key.text}@${entry}`;
    if (entry.includes("@")) this.#interpolator.problems.add({ kind: "stageName", name, start: key.start, end: key.end });
    this.#resolve(key, name, template, { context: context.inLoop(names), entry });
  }

  /** DVC takes what follows the last `@` for the value of a loop. */
  #checkName(key: YamlScalar, name: string, loops: ReadonlySet<string>): void {
    const group = name.slice(0, Math.max(0, name.lastIndexOf("@")));
    const isFound = name !== "" && (!name.includes("@") || loops.has(group));
    if (!isFound) this.#interpolator.problems.add({ kind: "stageName", name, start: key.start, end: key.end });
  }

  #resolve(key: YamlScalar, name: string, definition: YamlNode, scope: Scope): ResolvedStage {
    const folder = this.#folder(entryOf(definition, "wdir")?.value, scope);
    const context = this.#stageContext(name, definition, scope.context, folder);
    const sections = new Map<string, Value>();
    for (const { key: section, value } of entriesOf(definition)) {
      if (section.text === "vars" || section.text === "matrix") continue;
      sections.set(section.text, this.#interpolator.resolve(value, { ...scope, context, key: section.text }));
    }
    const stage = { name, key, folder, sections };
    this.#stages.push(stage);
    return stage;
  }

  #stageContext(name: string, definition: YamlNode, context: Context, folder: string | undefined): Context {
    const items = itemsOf(entryOf(definition, "vars")?.value);
    const plain = items.filter((item) => this.#interpolator.checkPlain(item));
    const loaded = plain.length === 0 ? context : this.#vars.items(context, plain, folder, name);
    return plain.length < items.length ? loaded.opened() : loaded;
  }

  /** It cannot use what `vars` of the stage bring: DVC resolves it before. */
  #folder(wdir: YamlNode | undefined, scope: Scope): string | undefined {
    if (wdir === undefined || stringOf(wdir) === "") return "";
    const value = wdir.kind === "scalar" ? this.#interpolator.scalar(wdir, { ...scope }) : undefined;
    return value !== undefined && isScalar(value) ? joinPath("", insertedText(value)) : undefined;
  }
}

function hasTemplates(node: YamlNode): boolean {
  if (node.kind === "scalar") return node.text.includes("${");
  if (node.kind === "list") return node.items.some(hasTemplates);
  return node.entries.some(({ key, value }) => hasTemplates(key) || hasTemplates(value));
}

function loopOf(definition: YamlNode): "matrix" | "foreach" | undefined {
  if (entryOf(definition, "matrix") !== undefined) return "matrix";
  return entryOf(definition, "foreach") === undefined ? undefined : "foreach";
}

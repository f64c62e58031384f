import type { Span } from "../formats/text.ts";
import { entriesOf, type YamlNode, type YamlScalar } from "../formats/yamlTree.ts";
import { commandOptions } from "./commandOptions.ts";
import type { Context, Selected } from "./context.ts";
import { isExact, type Match, matchesOf, placeInFile, type Segment, segmentsOf } from "./expression.ts";
import { valueOfYaml } from "./fromYaml.ts";
import type { Problems, TemplateProblem } from "./problems.ts";
import { insertedText, isCollection, isScalar, type MapValue, plainText, type ScalarValue, unknown, type Value } from "./value.ts";

/** How maps and lists are written into a command: `parsing` of `.dvc/config`. */
export interface ParsingConfig {
  readonly bool?: "store_true" | "boolean_optional";
  readonly list?: "nargs" | "append";
}

/** An expression that is resolved, where it stands in the file as it reads. */
export interface ExpressionUse extends Span {
  readonly segments: readonly Segment[];
  readonly context: Context;
}

/** What templates of one part of a file are resolved with. */
export interface Scope {
  readonly context: Context;
  /** The key of the stage that the value belongs to; absent: any value may stand there. */
  readonly key?: string;
  /** The entry of a loop that the stage is made for. */
  readonly entry?: string;
}

/** Resolves the templates of a file (`Context.resolve` of DVC 3.67); what is wrong in them goes to `problems`, and its value is unknown. */
export class Interpolator {
  readonly #file: string;
  readonly #config: ParsingConfig;
  readonly #hear: ((use: ExpressionUse) => void) | undefined;
  readonly problems: Problems<TemplateProblem>;

  /** `hear` is told of every expression, each time that it is resolved. */
  constructor(file: string, problems: Problems<TemplateProblem>, config: ParsingConfig = {}, hear?: (use: ExpressionUse) => void) {
    this.#file = file;
    this.problems = problems;
    this.#config = config;
    this.#hear = hear;
  }

  /** The value of a node, with all in it resolved, keys too. */
  resolve(node: YamlNode, scope: Scope): Value {
    const at = { start: node.start, end: node.end };
    if (node.kind === "list") return { kind: "list", items: node.items.map((item) => this.resolve(item, scope)), at };
    if (node.kind === "scalar") return this.scalar(node, scope);
    const entries = new Map<string, Value>();
    const others: [ScalarValue, Value][] = [];
    const keyPlaces = new Map<string, Span>();
    let isKnown = true;
    for (const { key, value } of entriesOf(node)) {
      const name = this.scalar(key, scope);
      const held = this.resolve(value, scope);
      if (name.kind === "text") {
        entries.set(name.value, held);
        keyPlaces.set(name.value, { start: key.start, end: key.end });
      } else if (isScalar(name)) others.push([name, held]);
      else isKnown = false;
    }
    return isKnown ? { kind: "map", entries, others, keyPlaces, at } : { ...unknown, at };
  }

  /** The value of a scalar: of any kind where it is one expression, else a text. */
  scalar(node: YamlScalar, scope: Scope): Value {
    const at = { start: node.start, end: node.end };
    if (node.scalar.type !== "string") return { ...valueOfYaml(node), at };
    const matches = matchesOf(node.scalar.value);
    if (!isExact(node.scalar.value, matches)) return { ...this.#text(node, matches, scope), at };
    const [match] = matches;
    const value = match && this.#select(node, match, scope);
    if (match === undefined || value === undefined) return { ...unknown, at };
    const isTaken = !isCollection(value) || scope.key === undefined || (value.kind === "map" && scope.key === "cmd");
    if (!isTaken) this.#refuseCollection(node, match, value, scope.key);
    return isTaken ? { ...value, at } : { ...unknown, at };
  }

  /** Says what is no expression in a node, before anything is resolved (`check_recursive_parse_errors`). False: something was. */
  checkSyntax(node: YamlNode): boolean {
    if (node.kind === "list") return node.items.map((item) => this.checkSyntax(item)).every(Boolean);
    if (node.kind === "map") {
      return entriesOf(node)
        .map(({ key, value }) => [this.checkSyntax(key), this.checkSyntax(value)].every(Boolean))
        .every(Boolean);
    }
    if (node.scalar.type !== "string") return true;
    const wrong = matchesOf(node.scalar.value).filter(({ inner }) => segmentsOf(inner) === undefined);
    for (const match of wrong) this.problems.add({ kind: "noExpression", inner: match.inner, ...this.#placeOf(node, match) });
    return wrong.length === 0;
  }

  /** Says where a node has an expression: in `vars` there is none (`check_interpolations`). False: it has one. */
  checkPlain(node: YamlNode): boolean {
    if (node.kind === "list") return node.items.map((item) => this.checkPlain(item)).every(Boolean);
    if (node.kind === "map") {
      return entriesOf(node)
        .map(({ key, value }) => [this.checkPlain(key), this.checkPlain(value)].every(Boolean))
        .every(Boolean);
    }
    const matches = node.scalar.type === "string" ? matchesOf(node.scalar.value) : [];
    for (const match of matches) this.problems.add({ kind: "inVars", ...this.#placeOf(node, match) });
    return matches.length === 0;
  }

  #text(node: YamlScalar, matches: readonly Match[], scope: Scope): Value {
    const { text } = node;
    let result = "";
    let from = 0;
    let isKnown = true;
    for (const match of matches) {
      const value = this.#select(node, match, scope);
      const inserted = value && this.#inserted(node, match, value, scope);
      if (inserted === undefined) isKnown = false;
      result += text.slice(from, match.start) + (inserted ?? "");
      from = match.end;
    }
    return isKnown ? { kind: "text", value: (result + text.slice(from)).replaceAll("\\${", "${") } : unknown;
  }

  /** Undefined: not known, or wrong. */
  #inserted(node: YamlScalar, match: Match, value: Value, { key }: Scope): string | undefined {
    if (isScalar(value)) return insertedText(value);
    if (value.kind === "map" && (key === "cmd" || key === undefined)) return this.#options(node, match, value);
    if (value.kind === "list" && key === undefined) return pythonList(value);
    if (isCollection(value)) this.#refuseCollection(node, match, value, key);
    return undefined;
  }

  #options(node: YamlScalar, match: Match, value: MapValue): string | undefined {
    const options = commandOptions(value, this.#config);
    if (options.kind === "text") return options.value;
    if (options.kind === "nestedList") this.problems.add({ kind: "nestedList", expression: options.name, ...this.#placeOf(node, match) });
    return undefined;
  }

  #refuseCollection(node: YamlScalar, match: Match, value: Value, key = ""): void {
    this.problems.add({ kind: "collection", expression: match.inner, value, key, ...this.#placeOf(node, match) });
  }

  #select(node: YamlScalar, match: Match, { context, entry }: Scope): Value | undefined {
    const segments = segmentsOf(match.inner);
    if (segments === undefined) {
      this.problems.add({ kind: "noExpression", inner: match.inner, ...this.#placeOf(node, match) });
      return undefined;
    }
    const place = this.#hear && placeInFile(node, match, this.#file);
    if (place !== undefined) this.#hear?.({ ...place, segments, context });
    const selected = context.select(segments);
    if (selected.kind === "found") return selected.value;
    if (selected.kind === "missing") this.#undefinedName(node, match, segments, selected, context, entry);
    return undefined;
  }

  #undefinedName(
    node: YamlScalar,
    match: Match,
    segments: readonly Segment[],
    { at, parent }: Selected & { readonly kind: "missing" },
    context: Context,
    entry: string | undefined,
  ): void {
    const whole = placeInFile(node, match, this.#file);
    const segment = segments[at];
    const inner = whole && segment && { start: whole.start + 2 + segment.start, end: whole.start + 2 + segment.end };
    const known = at === 0 ? context.names() : parent.kind === "map" ? [...parent.entries.keys()] : [];
    const place = inner && inner.end > inner.start ? inner : undefined;
    this.problems.add({
      ...{ kind: "undefinedName", segments, at, parent, known, ...(place && { place }), ...(entry !== undefined && { entry }) },
      ...(place ?? this.#placeOf(node, match)),
    });
  }

  #placeOf(node: YamlScalar, match: Match): Span {
    return placeInFile(node, match, this.#file) ?? { start: node.start, end: node.end };
  }
}

/** `str` of a list, as far as anybody needs it: where a list stands in a text, nothing but that text comes of it. */
function pythonList(value: Value): string {
  if (value.kind === "list") return `[${value.items.map(pythonList).join(", ")}]`;
  if (value.kind === "text") return `'${value.value}'`;
  return isScalar(value) ? plainText(value) : "{}";
}

import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { isRefused, readPyYaml } from "../pyYaml/readPyYaml.ts";
import { resolvePyYamlScalar, type ScalarValue } from "./pyYaml.ts";
import { resolveRuamelScalar } from "./ruamelYaml.ts";
import type { Span } from "./text.ts";
import {
  type Dialect,
  gaveUp,
  isBeyondLimits,
  MAX_NODES,
  mergedEntries,
  TooManyNodes,
  tooDeep,
  withoutStacks,
  type YamlEntry,
  type YamlNode,
  type YamlProblem,
  type YamlScalar,
  type YamlTree,
} from "./yamlTree.ts";

export interface ParsedYaml extends YamlTree {
  /** A value is named by `*alias`: the text means something else without what stands before it. */
  readonly usesAliases: boolean;
}

/**
 * Parses a text. Never throws. In the dialects of MLflow and DVC, the reading of their own library decides what is YAML; what that refuses has
 * a tree all the same, as far as the `yaml` library makes one. What is no YAML has one problem: most others follow from it.
 */
export function parseYaml(text: string, dialect: Dialect): ParsedYaml {
  if (dialect === "slipway") {
    const tree = withoutStacks(() => parseTolerantly(text, dialect));
    return { ...tree, problems: explained(text, tree.problems) };
  }
  const { usesAnchors, ...tree } = readPyYaml(text, readerOf(dialect));
  if (!isRefused(tree)) return { ...tree, usesAliases: usesAnchors };
  const { root, usesAliases, problems } = withoutStacks(() => parseTolerantly(text, dialect));
  return { ...(root && { root }), problems: problems.some(isBeyondLimits) ? problems : tree.problems, usesAliases };
}

/** The first problem of several, in the words that PyYAML's reading gives for the same text: it knows what most likely went wrong. */
function explained(text: string, problems: readonly YamlProblem[]): readonly YamlProblem[] {
  const [first] = problems;
  if (first === undefined || problems.some(isBeyondLimits)) return problems;
  const said = readPyYaml(text);
  return isRefused(said) ? said.problems : [{ ...first, stops: true }];
}

/** The library that a tool reads its YAML with. */
export function readerOf(dialect: Exclude<Dialect, "slipway">): "pyYaml" | "ruamel" {
  return dialect === "mlflow" ? "pyYaml" : "ruamel";
}

function parseTolerantly(text: string, dialect: Dialect): ParsedYaml {
  try {
    const document = parseDocument(text, {
      schema: dialect === "mlflow" ? "failsafe" : "core",
      version: "1.2",
      uniqueKeys: false,
      prettyErrors: false,
      strict: true,
      // At "silent" a second document would be passed over without an error.
      logLevel: "error",
    });
    // `yaml` 2.9 gives up on depth by itself, once per level.
    if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) return given(tooDeep);
    const problems = document.errors.map(({ code, message, pos }) => {
      // Of a second document its first line is enough to see.
      const end = code === "MULTIPLE_DOCS" ? lineEnd(text, pos[0]) : pos[1];
      return { code, message, start: pos[0], end };
    });
    if (document.contents === null) return { problems, usesAliases: false };
    const converter = new Converter(dialect);
    const { node } = converter.node(document.contents, 0);
    return { root: node, problems: [...problems, ...converter.problems], usesAliases: converter.usesAliases };
  } catch (error) {
    return given(gaveUp(error));
  }
}

function given(problem: YamlProblem): ParsedYaml {
  return { problems: [problem], usesAliases: problem.code === "ALIASES" };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

interface Converted {
  readonly node: YamlNode;
  /** Nodes in it, aliases followed. */
  readonly size: number;
}

/** From the syntax tree of `yaml` to ours. Anchored nodes are converted once and shared. */
class Converter {
  readonly #anchors = new Map<string, Converted>();
  /** Anchors of nodes that are still being read. */
  readonly #open = new Set<string>();
  readonly #dialect: Dialect;
  readonly problems: YamlProblem[] = [];
  usesAliases = false;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  node(from: unknown, at: number): Converted {
    const anchor = isScalar(from) || isMap(from) || isSeq(from) ? from.anchor : undefined;
    if (anchor !== undefined) this.#open.add(anchor);
    const converted = this.#convert(from, at);
    if (converted.size > MAX_NODES) throw new TooManyNodes();
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, converted);
    }
    return converted;
  }

  #convert(from: unknown, at: number): Converted {
    if (isMap(from)) return this.#map(from);
    if (isSeq(from)) return this.#list(from);
    if (isScalar(from)) return { node: this.#scalar(from, at), size: 1 };
    if (isAlias(from)) {
      this.usesAliases = true;
      // An alias to what is still being read (a cycle) or to nothing stands for null.
      const target = this.#open.has(from.source) ? undefined : this.#anchors.get(from.source);
      const span = spanOf(from.range, at);
      if (target === undefined) this.#noTarget(from.source, span);
      return target === undefined ? { node: nothing(span), size: 1 } : { node: { ...target.node, ...span }, size: target.size };
    }
    return { node: nothing({ start: at, end: at }), size: 1 };
  }

  /** PyYAML refuses an alias to nothing, and takes a cycle; what a cycle says about a policy nobody can tell. */
  #noTarget(name: string, span: Span): void {
    const isCycle = this.#open.has(name);
    if (isCycle && this.#dialect !== "slipway") return;
    const message = isCycle ? `\`*${name}\` stands inside what it names` : `Nothing above is called \`&${name}\``;
    this.problems.push({ code: isCycle ? "ALIAS_CYCLE" : "UNRESOLVED_ALIAS", message, ...span });
  }

  /** No tool that reads these files takes a map or a list for a key (PyYAML: "found unhashable key"). */
  #noKey(node: YamlNode): YamlScalar {
    this.problems.push({ code: "KEY_IS_COLLECTION", message: "A key is a text, not a map or a list", start: node.start, end: node.end });
    return { ...nothing(node), text: "?" };
  }

  #map(from: YAMLMap): Converted {
    const span = spanOf(from.range, 0);
    const own: YamlEntry[] = [];
    const inherited: YamlEntry[] = [];
    let size = 1;
    for (const pair of from.items as Pair<unknown, unknown>[]) {
      const key = this.node(pair.key, span.start);
      const scalarKey = key.node.kind === "scalar" ? key.node : this.#noKey(key.node);
      const value = this.node(pair.value, scalarKey.end);
      size += key.size + value.size;
      if (size > MAX_NODES) throw new TooManyNodes();
      if (this.#dialect !== "slipway" && scalarKey.text === "<<") inherited.push(...mergedEntries(value.node));
      else own.push({ key: scalarKey, value: value.node, merged: false });
    }
    const known = new Set(own.map((entry) => entry.key.text));
    const entries = [...own, ...inherited.filter((entry) => !known.has(entry.key.text))];
    return {
      node: {
        kind: "map",
        entries,
        ...span,
        end: from.flow
          ? span.end
          : lastEnd(
              own.map((entry) => entry.value),
              span,
            ),
      },
      size,
    };
  }

  #list(from: YAMLSeq): Converted {
    const span = spanOf(from.range, 0);
    let size = 1;
    const items = from.items.map((item) => {
      const converted = this.node(item, span.start);
      size += converted.size;
      if (size > MAX_NODES) throw new TooManyNodes();
      return converted.node;
    });
    return { node: { kind: "list", items, ...span, end: from.flow ? span.end : lastEnd(items, span) }, size };
  }

  #scalar(from: Scalar, at: number): YamlScalar {
    const span = spanOf(from.range, at);
    const quoted = from.type !== "PLAIN" && from.type !== undefined;
    const text = typeof from.value === "string" ? from.value : (from.source ?? "");
    return { kind: "scalar", scalar: this.#value(from, text, quoted), text, quoted, ...span };
  }

  #value(from: Scalar, text: string, quoted: boolean): ScalarValue {
    const isPlain = !quoted && from.tag === undefined;
    if (isPlain && this.#dialect === "mlflow") return resolvePyYamlScalar(text);
    if (isPlain && this.#dialect === "dvc") return resolveRuamelScalar(from.source ?? text);
    const value = from.value;
    if (typeof value === "number") return { type: "number", value };
    if (typeof value === "boolean") return { type: "boolean", value };
    if (value === null) return { type: "null" };
    return { type: "string", value: text };
  }
}

function spanOf(range: readonly [number, number, number] | null | undefined, at: number): Span {
  return range === null || range === undefined ? { start: at, end: at } : { start: range[0], end: range[1] };
}

/** `yaml` lets a block collection end after the line break that follows it; people see it end with its last value. */
function lastEnd(children: readonly YamlNode[], span: Span): number {
  return children.at(-1)?.end ?? span.end;
}

function nothing(span: Span): YamlScalar {
  return { kind: "scalar", scalar: { type: "null" }, text: "", quoted: false, start: span.start, end: span.end };
}

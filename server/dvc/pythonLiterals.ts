import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { readPythonString } from "../python/pythonString.ts";
import { type ForeignValue, mapOf, type ScalarValue, unknown, type Value } from "./value.ts";

/**
 * The names that a Python file gives to literals, as DVC 3.67 reads them (`utils/serialize/_py.py`): at the top, in classes, and of `self` in
 * `__init__`. Nothing is run. Undefined: the text may be no Python.
 */
export function readPythonLiterals(text: string, source: string): Value | undefined {
  const tree = parser.parse(text);
  let isPython = true;
  tree.iterate({
    enter: ({ type }) => {
      if (type.isError) isPython = false;
    },
  });
  return isPython ? mapOf(new Literals(text, source).namesIn(tree.topNode, false), { source }) : undefined;
}

/** Python stops at what is no literal; then the name is not there. */
class NoLiteral extends Error {}

class Literals {
  readonly #text: string;
  readonly #source: string;

  constructor(text: string, source: string) {
    this.#text = text;
    this.#source = source;
  }

  namesIn(body: SyntaxNode, ofSelf: boolean): Map<string, Value> {
    const names = new Map<string, Value>();
    for (const statement of childrenOf(body)) {
      const node = statement.name === "DecoratedStatement" ? (statement.lastChild ?? statement) : statement;
      const inner = node.getChild("Body");
      const name = node.getChild("VariableName");
      if (node.name === "ClassDefinition" && inner && name) {
        names.set(this.#written(name), mapOf(this.namesIn(inner, false), { source: this.#source }));
      } else if (node.name === "FunctionDefinition" && inner && name && this.#isConstructor(node, name)) {
        for (const [key, value] of this.namesIn(inner, true)) names.set(key, value);
      } else if (node.name === "AssignStatement") this.#assign(node, ofSelf, names);
    }
    return names;
  }

  #isConstructor(node: SyntaxNode, name: SyntaxNode): boolean {
    return node.firstChild?.name === "def" && this.#written(name) === "__init__";
  }

  #assign(node: SyntaxNode, ofSelf: boolean, names: Map<string, Value>): void {
    const parts = childrenOf(node).filter(({ name }) => name !== "TypeDef");
    const equals = parts.findIndex(({ name }) => name === "AssignOp");
    const values = parts.slice(equals + 1);
    const [target] = parts;
    if (equals !== 1 || target === undefined || values.some(({ name }) => name === "AssignOp")) return;
    const name = this.#target(target, ofSelf);
    if (name === undefined) return;
    try {
      names.set(name, values.length === 1 && values[0] ? this.#literal(values[0]) : this.#foreign("tuple", values));
    } catch (error) {
      if (!(error instanceof NoLiteral)) throw error;
    }
  }

  #target(node: SyntaxNode, ofSelf: boolean): string | undefined {
    if (node.name === "VariableName") return ofSelf ? undefined : this.#written(node);
    const of = node.name === "MemberExpression" ? node.firstChild : null;
    const property = node.getChild("PropertyName");
    return of?.name === "VariableName" && this.#written(of) === "self" && property ? this.#written(property) : undefined;
  }

  #literal(node: SyntaxNode): Value {
    const items = () => childrenOf(node).filter(({ name }) => /^\w/.test(name));
    switch (node.name) {
      case "ArrayExpression":
        return { kind: "list", items: items().map((item) => this.#literal(item)), source: this.#source };
      case "DictionaryExpression":
        return this.#dict(node);
      case "TupleExpression":
        return this.#foreign("tuple", items());
      case "SetExpression":
        return this.#foreign("set", items());
      case "ParenthesizedExpression":
        return this.#literal(items()[0] ?? node);
      case "UnaryExpression":
        return this.#signed(node);
      default:
        return this.#scalar(node);
    }
  }

  #scalar(node: SyntaxNode): Value {
    const origin = { source: this.#source };
    const written = this.#written(node);
    switch (node.name) {
      case "None":
        return { kind: "none", ...origin };
      case "Boolean":
        return { kind: "bool", value: written === "True", ...origin };
      case "Number":
        return numberOf(written, this.#source);
      case "String":
      case "ContinuedString":
        return this.#string(node);
      case "Ellipsis":
        return { kind: "foreign", type: "ellipsis", ...origin };
      case "BinaryExpression":
        // Two numbers make a complex one, which no template can hold; anything else is no literal.
        return /\d[jJ]$/.test(written) ? { kind: "foreign", type: "complex", ...origin } : this.#stop();
      default:
        return this.#stop();
    }
  }

  #string(node: SyntaxNode): Value {
    const parts = node.name === "String" ? [node] : childrenOf(node);
    if (parts.some(({ name }) => name !== "String")) this.#stop();
    const texts = parts.map((part) => readPythonString(this.#written(part)));
    const known = texts.filter((text) => text !== undefined);
    return known.length === texts.length
      ? { kind: "text", value: known.join(""), source: this.#source }
      : { ...unknown, source: this.#source };
  }

  #signed(node: SyntaxNode): Value {
    const [sign, operand] = childrenOf(node);
    const isSign = sign?.name === "ArithOp" && /^[-+]$/.test(this.#written(sign));
    const value = isSign && operand?.name === "Number" ? this.#literal(operand) : this.#stop();
    const isMinus = sign !== undefined && this.#written(sign) === "-";
    if (value.kind === "int") return isMinus ? { ...value, value: -value.value } : value;
    if (value.kind === "float") return isMinus ? { ...value, value: -value.value } : value;
    return value.kind === "foreign" ? value : this.#stop();
  }

  #dict(node: SyntaxNode): Value {
    const entries = new Map<string, Value>();
    const others: [ScalarValue, Value][] = [];
    const parts = childrenOf(node).filter(({ name }) => /^\w/.test(name) || name === "**");
    for (let at = 0; at < parts.length; at += 2) {
      const [key, value] = [parts[at], parts[at + 1]];
      if (key === undefined || value === undefined) return this.#stop();
      const [name, held] = [this.#literal(key), this.#literal(value)];
      if (name.kind === "text") entries.set(name.value, held);
      else if (name.kind === "none" || name.kind === "bool" || name.kind === "int" || name.kind === "float") others.push([name, held]);
    }
    return { kind: "map", entries, others, source: this.#source };
  }

  #foreign(type: string, items: readonly SyntaxNode[]): ForeignValue {
    for (const item of items) if (/^\w/.test(item.name)) this.#literal(item);
    return { kind: "foreign", type, source: this.#source };
  }

  #written({ from, to }: SyntaxNode): string {
    return this.#text.slice(from, to);
  }

  #stop(): never {
    throw new NoLiteral();
  }
}

/** Without comments. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== "Comment") children.push(child);
  return children;
}

function numberOf(written: string, source: string): Value {
  const digits = written.replaceAll("_", "").toLowerCase();
  if (digits.endsWith("j")) return { kind: "foreign", type: "complex", source };
  const isWhole = /^(?:\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(digits);
  return isWhole ? { kind: "int", value: BigInt(digits), source } : { kind: "float", value: Number(digits), source };
}

import type { Span } from "../text.ts";
import type { YamlNode } from "../yamlTree.ts";
import { entryOf, stringOf, type YamlScalar } from "../yamlTree.ts";
import { sourceOffsets } from "./sourceOffsets.ts";

/** A column, tensor or parameter of a signature, as words. */
export interface SignatureRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Of a parameter, as JSON. */
  readonly default?: string;
}

export interface SignatureFault extends Span {
  readonly message: string;
}

/** One of the JSON texts of a signature. */
export interface SignaturePart {
  readonly name: "inputs" | "outputs" | "params";
  readonly node: YamlNode;
  readonly rows: readonly SignatureRow[];
  readonly faults: readonly SignatureFault[];
}

const partNames = ["inputs", "outputs", "params"] as const;

/** What the model takes and gives. Never throws: what cannot be read is a fault, at its place inside the text. */
export function readSignature(root: YamlNode | undefined, text: string): SignaturePart[] {
  const signature = entryOf(root, "signature")?.value;
  return partNames.flatMap((name) => {
    const node = entryOf(signature, name)?.value;
    // MLflow passes over what Python takes for false.
    if (node === undefined || (node.kind === "scalar" && (node.scalar.type === "null" || node.text === ""))) return [];
    if (node.kind !== "scalar" || stringOf(node) === undefined) {
      const message = `\`${name}\` is JSON in a text. Put it in quotes.`;
      return [{ name, node, rows: [], faults: [{ start: node.start, end: node.end, message }] }];
    }
    return [readPart(name, node, text)];
  });
}

function readPart(name: SignaturePart["name"], node: YamlScalar, text: string): SignaturePart {
  const json = node.text;
  const parsed = parseJson(json);
  const offsets = sourceOffsets(node, text);
  const placeOf = (at: number | undefined): Span => {
    const start = at === undefined ? undefined : offsets?.[Math.min(at, json.length - 1)];
    return start === undefined ? { start: node.start, end: node.end } : { start, end: start + 1 };
  };
  if ("at" in parsed) return { name, node, rows: [], faults: [{ ...placeOf(parsed.at), message: `This is no JSON: ${parsed.message}.` }] };
  const whole = { start: node.start, end: node.end };
  const faults = faultsOf(name, parsed.value).map((message) => ({ ...whole, message }));
  return { name, node, rows: faults.length > 0 ? [] : (parsed.value as Item[]).map(rowOf), faults };
}

type Item = Readonly<Record<string, unknown>>;

/** JSON as Python reads it, with `NaN` and infinities; else where it ends being JSON. */
function parseJson(json: string): { readonly value: unknown } | { readonly at: number | undefined; readonly message: string } {
  // Of the same length, so that places stay.
  const plain = json.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (word) =>
    word.startsWith('"') ? word : "0".padEnd(word.length),
  );
  try {
    return { value: JSON.parse(plain) };
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const at = /position (\d+)/.exec(message)?.[1];
    const atEnd = /end of JSON input/.test(message);
    return {
      at: at === undefined ? (atEnd ? json.length - 1 : undefined) : Number(at),
      message: wordsOf(json, at === undefined ? undefined : Number(at)),
    };
  }
}

function wordsOf(json: string, at: number | undefined): string {
  const char = at === undefined ? undefined : json[at];
  if (char === undefined) return "it ends too early";
  const before = json.slice(0, at).trimEnd().at(-1);
  if (before === "," && (char === "}" || char === "]")) return `a comma stands before \`${char}\``;
  return `\`${char}\` cannot stand here`;
}

/** Names of `DataType` in MLflow 3.17.2. */
const columnTypes = new Set(["boolean", "integer", "long", "float", "double", "string", "binary", "datetime"]);
/** What a column can be made of. */
const composedTypes = new Set(["array", "object", "map", "sparkml_vector", "any"]);

/** Why MLflow refuses a part, as far as it can be told from the shape alone. */
function faultsOf(name: SignaturePart["name"], value: unknown): string[] {
  if (!Array.isArray(value)) return [`\`${name}\` is a list of columns in JSON.`];
  if (value.length === 0 && name !== "params") return [`\`${name}\` has no columns, which MLflow refuses.`];
  for (const item of value as unknown[]) {
    const fault = isItem(item) ? faultOfItem(name, item) : `In \`${name}\` each item is an object with \`type\`.`;
    if (fault !== undefined) return [fault];
  }
  return name === "params" ? repeated(value as Item[]) : mixed(name, value as Item[]);
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function faultOfItem(part: SignaturePart["name"], item: Item): string | undefined {
  const who = typeof item["name"] === "string" ? ` \`${item["name"]}\`` : "";
  if (part === "params") {
    const lacks =
      ["name", "default"].find((key) => !Object.hasOwn(item, key)) ?? (item["type"] ?? item["dtype"] ?? undefined) === undefined;
    if (lacks !== false) return `The parameter${who} lacks \`${lacks === true ? "type" : lacks}\`.`;
    const type = item["type"] || item["dtype"];
    return type === "object" || (typeof type === "string" && columnTypes.has(type) && type !== "binary")
      ? undefined
      : unknownType(who, type);
  }
  const type = item["type"];
  if (type === undefined) return `The column${who} lacks \`type\`.`;
  if (type === "tensor") return isItem(item["tensor-spec"]) ? undefined : `The tensor${who} lacks \`tensor-spec\`.`;
  if (typeof type !== "string" || !(columnTypes.has(type) || composedTypes.has(type))) return unknownType(who, type);
  return undefined;
}

function unknownType(who: string, type: unknown): string {
  return `MLflow knows no type \`${String(type)}\`${who && ` of${who}`}. It has ${[...columnTypes].join(", ")} and, for columns, ${[...composedTypes].join(", ")}.`;
}

function repeated(items: readonly Item[]): string[] {
  const names = items.map(({ name }) => String(name));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? [] : [`The parameter \`${twice}\` stands twice.`];
}

function mixed(name: string, items: readonly Item[]): string[] {
  const named = items.filter((item) => (item["name"] ?? undefined) !== undefined).length;
  if (named !== 0 && named !== items.length) return [`In \`${name}\` either all columns have a name, or none.`];
  const tensors = items.filter(({ type }) => type === "tensor").length;
  if (tensors !== 0 && tensors !== items.length) return [`In \`${name}\` columns and tensors cannot be mixed.`];
  return [];
}

function rowOf(item: Item): SignatureRow {
  const preset = Object.hasOwn(item, "default") ? { default: JSON.stringify(item["default"]) } : {};
  return { name: String(item["name"] ?? ""), type: typeOf(item), required: item["required"] !== false, ...preset };
}

/** `double`, `array of string`, `tensor float32 (-1, 28)`. */
function typeOf(item: Item, depth = 0): string {
  const type = String(item["type"] ?? item["dtype"]);
  const inner = item["items"] ?? item["values"];
  if (depth < 5 && isItem(inner)) return `${type} of ${typeOf(inner, depth + 1)}`;
  const tensor = item["tensor-spec"];
  if (type === "tensor" && isItem(tensor)) return `tensor ${String(tensor["dtype"])} (${String(tensor["shape"]).replaceAll(",", ", ")})`;
  const properties = item["properties"];
  return isItem(properties) ? `${type} with ${Object.keys(properties).join(", ")}` : type;
}

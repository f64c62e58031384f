import { parse, TomlDate } from "smol-toml";
import { readYaml } from "../formats/readYaml.ts";
import { isBeyondLimits, repeatedKeys } from "../formats/yamlTree.ts";
import { valueOfYaml } from "./fromYaml.ts";
import { readPythonLiterals } from "./pythonLiterals.ts";
import { mapOf, unknown, type Value } from "./value.ts";
import type { ParamsFile } from "./vars.ts";

/** Characters; a params file of this size is not one that a person wrote. */
export const longestParams = 500_000;

/** What a params file holds, by the end of its name as DVC 3.67 has it (`utils/serialize`): TOML, JSON, Python, and YAML for all others. */
export function readParamsFile(text: string, path: string): ParamsFile {
  if (text.length > longestParams) return { kind: "unknown" };
  const ending = /\.(?:toml|json|py)$/i.exec(path)?.[0].toLowerCase() ?? "";
  return (readers[ending] ?? readYamlParams)(text, path);
}

const readers: Readonly<Record<string, (text: string, path: string) => ParamsFile>> = {
  ".toml": (text, path) => orBroken("TOML", () => fromParsed(parse(text, { integersAsBigInt: true }), path)),
  ".json": (text, path) => readJson(text, path),
  ".py": (text, path) => {
    const literals = readPythonLiterals(text, path);
    return literals === undefined ? { kind: "unknown" } : { kind: "read", value: literals };
  },
};

function readYamlParams(text: string, path: string): ParamsFile {
  const { root, problems } = readYaml(text, "dvc");
  if (problems.some(isBeyondLimits)) return { kind: "unknown" };
  if (problems.length > 0 || (root !== undefined && repeatedKeys(root).length > 0)) return { kind: "broken", as: "YAML" };
  return { kind: "read", value: root === undefined ? mapOf([], { source: path }) : orEmpty(valueOfYaml(root, path), path) };
}

/** Python's `json` also takes `NaN` and `Infinity`, which no params file has: then nothing is known. */
function readJson(text: string, path: string): ParamsFile {
  if (/\b(?:NaN|Infinity)\b/.test(text)) return { kind: "unknown" };
  const isWhole = (source: string) => /^-?\d+$/.test(source);
  return orBroken("JSON", () => {
    // The source of a number tells whether Python makes an `int` of it (ES2025, in V8 since 11.4).
    const revive = (_key: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === "number" && context?.source !== undefined && isWhole(context.source) ? BigInt(context.source) : value;
    return fromParsed(JSON.parse(text.replace(/^\ufeff/, ""), revive), path);
  });
}

function orBroken(as: string, read: () => Value): ParamsFile {
  try {
    const value = read();
    return { kind: "read", value: value.kind === "map" ? value : orEmpty(value, value.source ?? "") };
  } catch {
    return { kind: "broken", as };
  }
}

/** DVC takes what Python calls false for an empty file. */
function orEmpty(value: Value, source: string): Value {
  const isEmpty =
    value.kind === "none" ||
    (value.kind === "bool" && !value.value) ||
    ((value.kind === "int" || value.kind === "float") && Number(value.value) === 0) ||
    (value.kind === "text" && value.value === "") ||
    (value.kind === "list" && value.items.length === 0);
  return isEmpty ? mapOf([], { source }) : value;
}

function fromParsed(value: unknown, source: string): Value {
  if (value === null) return { kind: "none", source };
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => fromParsed(item, source)), source };
  switch (typeof value) {
    case "boolean":
      return { kind: "bool", value, source };
    case "bigint":
      return { kind: "int", value, source };
    case "number":
      return { kind: "float", value, source };
    case "string":
      return { kind: "text", value, source };
    case "object":
      if (value instanceof TomlDate) return { kind: "foreign", type: "date", source };
      return mapOf(
        Object.entries(value).map(([key, held]) => [key, fromParsed(held, source)] as const),
        { source },
      );
    default:
      return unknown;
  }
}

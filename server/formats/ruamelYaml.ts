import { isCalendarDate, type ScalarValue } from "./pyYaml.ts";

// ruamel.yaml 0.19.1, resolver.py, YAML 1.2: what DVC 3.67 reads its files with. Not the core schema to the letter: `1_000` and `0b1` are numbers.
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/;

/** What ruamel.yaml makes of a plain scalar. */
export function resolveRuamelScalar(source: string): ScalarValue {
  if (NULL.test(source)) return { type: "null" };
  if (BOOLEAN.test(source)) return { type: "boolean", value: /^true$/i.test(source) };
  // A number begins with a digit, a sign or a dot.
  if (/^[-+.0-9]/.test(source)) {
    if (FLOAT.test(source)) return { type: "number", value: floatOf(source) };
    if (INTEGER.test(source)) return { type: "number", value: Number(integerOf(source) ?? Number.NaN) };
    if (isCalendarDate(source)) return { type: "date" };
  }
  return { type: "string", value: source };
}

/** The number that a plain integer stands for; undefined: the source is none (`3.0`, `0x_`). */
export function integerOf(source: string): bigint | undefined {
  const digits = source.replaceAll("_", "").replace(/^[-+]/, "");
  const isWhole = /^(?:\d+|0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+)$/.test(digits);
  if (!isWhole) return undefined;
  const value = BigInt(digits);
  return source.startsWith("-") ? -value : value;
}

function floatOf(source: string): number {
  const digits = source.replaceAll("_", "").toLowerCase();
  if (digits.endsWith("inf")) return digits.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return digits === ".nan" ? Number.NaN : Number(digits);
}

import { floatText } from "../formats/pythonText.ts";
import type { Span } from "../formats/text.ts";

/** Where a value was written. */
export interface Origin {
  /** The file, as it was named, or `vars[0]`. */
  readonly source?: string;
  /** In the file that is checked. */
  readonly at?: Span;
}

/** Whether a source is the `vars` of the file itself, of all of it or of a stage: `vars[0]`, `stages.train.vars[0]`. */
export function isOfVars(source: string): boolean {
  return /(?:^|\.)vars\[\d+\]$/.test(source);
}

export type ScalarValue = Origin &
  (
    | { readonly kind: "none" }
    | { readonly kind: "bool"; readonly value: boolean }
    | { readonly kind: "int"; readonly value: bigint }
    | { readonly kind: "float"; readonly value: number }
    | { readonly kind: "text"; readonly value: string }
  );

/** What templates cannot hold: a date, a tuple. DVC 3.67 stops at it (`Unsupported value of type …`). */
export interface ForeignValue extends Origin {
  readonly kind: "foreign";
  /** Python's name of its type. */
  readonly type: string;
}

/** What rests on something that is not known: nothing is said of it. */
export interface UnknownValue extends Origin {
  readonly kind: "unknown";
}

export interface ListValue extends Origin {
  readonly kind: "list";
  readonly items: readonly Value[];
}

export interface MapValue extends Origin {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Value>;
  /** Those whose key is no text: templates do not see them. */
  readonly others: readonly (readonly [key: ScalarValue, value: Value])[];
  /** Where the keys were written, in a map of the file that is checked. */
  readonly keyPlaces?: ReadonlyMap<string, Span>;
}

/** A value of a file as DVC 3.67 has it in Python, whatever the file is written in. */
export type Value = ScalarValue | ListValue | MapValue | ForeignValue | UnknownValue;

export const unknown: UnknownValue = { kind: "unknown" };

/** A map whose keys are texts. */
export function mapOf(entries: Iterable<readonly [string, Value]>, origin: Origin = {}): MapValue {
  return { kind: "map", entries: new Map(entries), others: [], ...origin };
}

export function textOf(value: string): Value {
  return { kind: "text", value };
}

/** Python's name of the type: in messages of DVC, and here. */
export function typeName(value: Value): string {
  const names = { none: "NoneType", bool: "bool", int: "int", float: "float", text: "str", list: "list", map: "dict", unknown: "?" };
  return value.kind === "foreign" ? value.type : names[value.kind];
}

/** What the value is, in the words of our messages. */
export function kindName(value: Value): string {
  switch (value.kind) {
    case "none":
      return "null";
    case "bool":
      return `\`${value.value}\``;
    case "int":
    case "float":
      return `the number \`${plainText(value)}\``;
    case "text":
      return value.value === "" ? "an empty text" : "a text";
    case "list":
    case "map":
      return `a ${value.kind}`;
    default:
      return `a \`${typeName(value)}\``;
  }
}

/** `str(value)` in Python, of a scalar. */
export function plainText(value: ScalarValue): string {
  switch (value.kind) {
    case "none":
      return "None";
    case "bool":
      return value.value ? "True" : "False";
    case "int":
      return String(value.value);
    case "float":
      return floatText(value.value);
    case "text":
      return value.value;
  }
}

/** `to_str(value)` of DVC 3.67 (`parsing/interpolate.py`), of a scalar: what stands in a text for `${…}`. */
export function insertedText(value: ScalarValue): string {
  return value.kind === "bool" ? String(value.value) : plainText(value);
}

export function isScalar(value: Value): value is ScalarValue {
  return value.kind !== "list" && value.kind !== "map" && value.kind !== "foreign" && value.kind !== "unknown";
}

export function isCollection(value: Value): value is ListValue | MapValue {
  return value.kind === "list" || value.kind === "map";
}

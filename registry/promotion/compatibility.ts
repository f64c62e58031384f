import { type Field, type FieldType, typeText } from "../model/fieldTypes.ts";
import type { Signature } from "./signature.ts";

/** One difference between two signatures, seen by those who call the incumbent. */
export interface SignatureChange {
  readonly name: string;
  /** Type in the candidate; undefined when it is not there. */
  readonly candidate?: string;
  readonly incumbent?: string;
  /** Calls that the incumbent takes would fail. */
  readonly breaking: boolean;
  /** What happens to callers. */
  readonly effect: string;
}

/**
 * Which declared type takes which sent type (rows: sent, as pandas holds it), tried type by type against `_enforce_schema` of
 * MLflow 3.17.2 with pandas 3.1. `long` to `double` is refused except for zeros and ones, so it counts as refused.
 */
const taken: Readonly<Record<string, readonly string[]>> = {
  boolean: ["boolean"],
  integer: ["integer", "long", "double"],
  long: ["long"],
  float: ["float", "double"],
  double: ["double"],
  string: ["string", "binary"],
  binary: ["binary", "string", "boolean"],
  datetime: ["datetime"],
};

/** Would data of the type `sent` pass the schema enforcement of a model that declares `declared`? */
export function accepts(declared: FieldType, sent: FieldType): boolean {
  if (declared.kind === "any") return true;
  if (declared.kind === "scalar") return sent.kind === "scalar" && takesScalar(declared.name, sent.name);
  if (declared.kind === "array") return sent.kind === "array" && accepts(declared.items, sent.items);
  if (declared.kind === "map") return sent.kind === "map" && accepts(declared.values, sent.values);
  if (declared.kind === "object") return sent.kind === "object" && acceptsObject(declared.properties, sent.properties);
  return sent.kind === "tensor" && declared.dtype === sent.dtype && fits(declared.shape, sent.shape);
}

function takesScalar(declared: string, sent: string): boolean {
  return declared === sent || (Object.hasOwn(taken, sent) && (taken[sent]?.includes(declared) ?? false));
}

/** Unlike a missing column, a property that the model does not declare is refused (`_enforce_object`). */
function acceptsObject(declared: readonly Field[], sent: readonly Field[]): boolean {
  const known = new Map(declared.map((field) => [field.name, field]));
  const given = new Map(sent.map((field) => [field.name, field]));
  const allKnown = sent.every((field) => {
    const target = known.get(field.name);
    return target !== undefined && accepts(target.type, field.type);
  });
  return allKnown && declared.every((field) => !field.required || given.get(field.name)?.required === true);
}

/** −1 stands for any size. */
function fits(declared: readonly number[], sent: readonly number[]): boolean {
  return declared.length === sent.length && declared.every((size, axis) => size === -1 || size === sent[axis]);
}

/** Differences between two signatures, breaking ones first, else in the order of the candidate. */
export function compareSignatures(candidate: Signature, incumbent: Signature): SignatureChange[] {
  const inputs = isNamed(candidate.inputs) && isNamed(incumbent.inputs) ? byName(candidate, incumbent) : byPosition(candidate, incumbent);
  const changes = [...inputs, ...outputChanges(candidate.outputs, incumbent.outputs)];
  return [...changes.filter((change) => change.breaking), ...changes.filter((change) => !change.breaking)];
}

function isNamed(fields: readonly Field[]): boolean {
  return fields.every((field) => field.name !== "");
}

function byName(candidate: Signature, incumbent: Signature): SignatureChange[] {
  const sent = new Map(incumbent.inputs.map((field) => [field.name, field]));
  const declared = new Set(candidate.inputs.map((field) => field.name));
  const changed = candidate.inputs.map((field) => changeOfInput(field.name, field, sent.get(field.name)));
  const dropped = incumbent.inputs.filter((field) => !declared.has(field.name));
  return [...changed, ...dropped.map((field) => changeOfInput(field.name, undefined, field))].filter((change) => change !== undefined);
}

function byPosition(candidate: Signature, incumbent: Signature): SignatureChange[] {
  const length = Math.max(candidate.inputs.length, incumbent.inputs.length);
  const changes = Array.from({ length }, (_, i) => changeOfInput(`input ${i + 1}`, candidate.inputs[i], incumbent.inputs[i]));
  return changes.filter((change) => change !== undefined);
}

function changeOfInput(name: string, declared: Field | undefined, sent: Field | undefined): SignatureChange | undefined {
  const types = {
    ...(declared ? { candidate: fieldText(declared) } : {}),
    ...(sent ? { incumbent: fieldText(sent) } : {}),
  };
  if (declared === undefined) return { name, ...types, breaking: false, effect: "ignored if sent" };
  if (declared.required && !sent?.required) return { name, ...types, breaking: true, effect: "callers without it fail" };
  if (sent === undefined) return { name, ...types, breaking: false, effect: "may be left out" };
  if (!accepts(declared.type, sent.type)) {
    return { name, ...types, breaking: true, effect: `callers sending ${typeText(sent.type)} fail` };
  }
  if (JSON.stringify(declared) === JSON.stringify(sent)) return undefined;
  return { name, ...types, breaking: false, effect: "what callers send still fits" };
}

function outputChanges(candidate: readonly Field[], incumbent: readonly Field[]): SignatureChange[] {
  if (JSON.stringify(candidate) === JSON.stringify(incumbent)) return [];
  return [
    { name: "Output", candidate: schemaText(candidate), incumbent: schemaText(incumbent), breaking: false, effect: "answers change" },
  ];
}

function schemaText(fields: readonly Field[]): string {
  const [only] = fields;
  if (fields.length === 1 && only) return typeText(only.type);
  return fields.length === 0 ? "not stated" : `${fields.length} columns`;
}

function fieldText(field: Field): string {
  return field.required ? typeText(field.type) : `${typeText(field.type)}, optional`;
}

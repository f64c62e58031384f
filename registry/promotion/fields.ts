/** Reading of a JSON object that anybody may have written. */

export type Fields = Readonly<Record<string, unknown>>;

/** Why a record is not an event; caught where records are decoded. */
export class Unreadable extends Error {}

/** Throws `Unreadable` for what is not a JSON object of fewer than `limit` characters. */
export function readObject(value: string, limit: number): Fields {
  if (value.length >= limit) throw new Unreadable(`it has ${value.length} characters; an event has fewer than ${limit}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw new Unreadable("it is not JSON");
  }
  return asFields(parsed, "it is not a JSON object");
}

export function asFields(value: unknown, otherwise: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unreadable(otherwise);
  return value as Fields;
}

export function text(fields: Fields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value !== "string") throw new Unreadable(`its ${name} is not a text`);
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? text(fields, name) : undefined;
}

export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Unreadable(`its ${name} is not a number`);
  return value;
}

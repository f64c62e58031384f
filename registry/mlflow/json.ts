import { RegistryError } from "#registry/model/errors.ts";
import type { Page } from "#registry/model/types.ts";

/** An object as it came over the wire: nothing about it is known yet. */
export type Wire = Readonly<Record<string, unknown>>;

/**
 * Parses an answer. MLflow's bulk history holds bare `NaN` and `Infinity` tokens, which are not JSON (2.22.5 and 3.17.2): they are read
 * as the strings that its other answers use. Throws a SyntaxError for anything else that is not JSON.
 */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    // A whole string is matched first, so that nothing inside one is touched.
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  }
}

export function isObject(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): Wire {
  return isObject(value) ? value : {};
}

/** A list field; MLflow leaves empty lists out. What is no list is left out, and so are members that are not objects. */
export function objects(from: Wire, key: string): Wire[] {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The list that an answer consists of. What is no list is `unavailable`: taken for an empty one, it would make a registry look empty. */
export function listed(answer: Wire, key: string): Wire[] {
  const value = Object.hasOwn(answer, key) ? answer[key] : undefined;
  if (value !== undefined && value !== null && !Array.isArray(value)) throw unreadable(key);
  return objects(answer, key);
}

/**
 * As `objects`, for what a promotion is decided on: a member that cannot be read must not count as one that is not there.
 * Throws `unavailable`.
 */
export function readableObjects(from: Wire, key: string): Wire[] {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isObject)) throw unreadable(key);
  return value;
}

/** A text field that has to be there and be text, or a number as some servers send it. Throws `unavailable`. */
export function readableText(from: Wire, key: string): string {
  if (typeof from[key] !== "string" && typeof from[key] !== "number") throw unreadable(key);
  return text(from, key);
}

/** The error for an answer of which a part is not what MLflow sends. */
export function unreadable(part: string): RegistryError {
  return new RegistryError(
    "unavailable",
    `The server's answer cannot be read: ${part} is not what MLflow sends.`,
    "Retry; if it stays so, look at the server's log.",
  );
}

/** A text field; empty when it is left out. Numbers become text: some servers send ids and versions as numbers. */
export function text(from: Wire, key: string): string {
  const value = from[key];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** A number field, also when it is sent as text (protobuf's JSON writes 64-bit numbers and NaN so); undefined when left out. */
export function number(from: Wire, key: string): number | undefined {
  const value = from[key];
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const parsed = Number(value);
  return Number.isNaN(parsed) && value !== "NaN" ? undefined : parsed;
}

/** A page of a list, with the token that the answer has for the next one. */
export function page<T>(items: readonly T[], answer: Wire): Page<T> {
  const token = text(answer, "next_page_token");
  return token === "" ? { items } : { items, nextPageToken: token };
}

/** May this id of a run stand in a filter as it is? MLflow's own are 32 hexadecimal digits. */
export function isRunId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}

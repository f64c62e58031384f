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

export function asObject(value: unknown): Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Wire) : {};
}

/** A list field; MLflow leaves empty lists out. Members that are not objects are dropped. */
export function objects(from: Wire, key: string): Wire[] {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
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

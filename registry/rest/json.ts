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

/** May this id of a run stand in a filter as it is? MLflow's own are 32 hexadecimal digits. */
export function isRunId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}

/** The registry's answer is another one than it should be. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** The registry cannot do it, and says so. */
export class Missing extends Error {
  override readonly name = "Missing";
}

/** Throws a `Mismatch` where two values are not the same, as text; NaN is the same as NaN. */
export function same(what: string, found: unknown, expected: unknown): void {
  const [came, wanted] = [text(found), text(expected)];
  if (came !== wanted) throw new Mismatch(`${what}: ${wanted} was expected, ${came} came`);
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(text).join(", ");
  return value === undefined ? "nothing" : String(value);
}

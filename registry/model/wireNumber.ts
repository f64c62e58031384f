/** A number as JSON can carry it: JSON has no NaN and no infinities, so they travel as MLflow's REST API writes them. */
export type WireNumber = number | "NaN" | "Infinity" | "-Infinity";

export function toWire(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

export function fromWire(value: WireNumber): number {
  return Number(value);
}

/** Is it a number as `toWire` writes it? */
export function isWireNumber(value: unknown): value is WireNumber {
  return typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity";
}

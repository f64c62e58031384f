import assert from "node:assert/strict";

/** One in a thousand may be told apart differently: 99.9 % are asked for. */
const share = 1000;
/** Of these differences each is told. */
const told = 20;

/**
 * Prints of how many cases the tool refused how many, and every difference to what we say; fails where there are too many. These are the
 * figures of `docs/truth.md`.
 */
export function assertAgreement(cases: number, refused: number, differences: readonly string[], most: number = cases / share): void {
  const listed = differences.slice(0, told).join("\n\n");
  const text = `${cases} cases, ${refused} of them refused, ${differences.length} told apart differently`;
  console.log(`      ${text}${listed && `:\n${listed}`}`);
  assert.ok(differences.length <= most, `${text}:\n${listed}`);
}

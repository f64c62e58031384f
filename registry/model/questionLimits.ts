import { RegistryError } from "./errors.ts";
import { checkArtifactPath } from "./registryRules.ts";

/** How many points of a history are wanted. Throws `invalid`. */
export function checkHistoryQuery({ maxPoints }: { readonly maxPoints: number }): void {
  checkWhole(maxPoints, 2, "points of a history");
}

/** How far points are counted. Throws `invalid`. */
export function checkRangeQuery({ countTo }: { readonly countTo?: number }): void {
  if (countTo !== undefined) checkWhole(countTo, 1, "points counted");
}

/** Which part of which artifact is wanted. Throws `invalid`. */
export function checkContentQuery(query: { readonly path: string; readonly maxBytes: number; readonly from?: number }): void {
  const { path, maxBytes, from = 0 } = query;
  checkArtifactPath(path);
  checkWhole(maxBytes, 1, "bytes of an artifact");
  checkWhole(from, Number.MIN_SAFE_INTEGER, "bytes before the first that is read");
}

function checkWhole(number: number, least: number, what: string): void {
  if (Number.isSafeInteger(number) && number >= least) return;
  const next = least < 0 ? "Ask for a whole number." : `Ask for a whole number, at least ${least}.`;
  throw new RegistryError("invalid", `There cannot be ${number} ${what}.`, next);
}

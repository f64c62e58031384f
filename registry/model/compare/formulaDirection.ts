import type { Formula, FormulaPart } from "./formula.ts";

type Better = "higher" | "lower";

/** Which way a part gets better as its metrics do; `none`: it is the same whatever they are; undefined: it can't be said. */
type Known = Better | "none" | undefined;

/**
 * Is a higher or a lower value of the formula better? Known only where every metric that it names has a direction and all of them push it the same way, whatever
 * their values: `1 - val_acc` falls as the accuracy rises; of a product of two metrics, or of a square, nothing is said.
 */
export function formulaDirection({ root }: Formula, directionOf: (metric: string) => Better | undefined): Better | undefined {
  const known = directionOfPart(root, directionOf);
  return known === "none" ? undefined : known;
}

function directionOfPart(part: FormulaPart, of: (metric: string) => Better | undefined): Known {
  switch (part.kind) {
    case "number":
      return "none";
    case "metric":
      return of(part.key);
    case "negative":
      return flipped(directionOfPart(part.of, of));
    case "call": {
      const parts = part.of.map((each) => directionOfPart(each, of));
      // All but this one rise with what they are of.
      if (part.name === "abs") return parts[0] === "none" ? "none" : undefined;
      return parts.reduce(joined);
    }
    case "operation":
      return ofOperation(part, of);
  }
}

function ofOperation(
  { operator, left, right }: Extract<FormulaPart, { kind: "operation" }>,
  of: (metric: string) => Better | undefined,
): Known {
  const [one, other] = [directionOfPart(left, of), directionOfPart(right, of)];
  if (one === "none" && other === "none") return "none";
  if (operator === "+") return joined(one, other);
  if (operator === "-") return joined(one, flipped(other));
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (operator === "*" && leftNumber !== undefined) return scaled(other, leftNumber);
  if ((operator === "*" || operator === "/") && rightNumber !== undefined) return scaled(one, rightNumber);
  // Odd powers rise everywhere, roots where there is one; a number above 1 rises with its power.
  if (operator === "^" && rightNumber !== undefined) return rightNumber > 0 && rightNumber % 2 !== 0 ? one : undefined;
  if (operator === "^" && leftNumber !== undefined)
    return leftNumber > 1 ? other : leftNumber > 0 && leftNumber < 1 ? flipped(other) : undefined;
  return undefined;
}

/** A number as it is written, with its sign. */
function numberOf(part: FormulaPart): number | undefined {
  if (part.kind === "number") return part.value;
  if (part.kind !== "negative") return undefined;
  const of = numberOf(part.of);
  return of === undefined ? undefined : -of;
}

function scaled(known: Known, by: number): Known {
  return by > 0 ? known : by < 0 ? flipped(known) : undefined;
}

function flipped(known: Known): Known {
  return known === "higher" ? "lower" : known === "lower" ? "higher" : known;
}

function joined(one: Known, other: Known): Known {
  if (one === "none") return other;
  return other === "none" || one === other ? one : undefined;
}

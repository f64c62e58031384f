/** A stretch of an axis, in places: 0 at the bottom, 1 at the top. */
export interface Stretch {
  readonly low: number;
  readonly high: number;
}

/** What a press on an axis takes hold of. */
export type Grip = "new" | "low" | "high" | "all";

/** Of the brush that is there an end within `reach`, or its middle; else a new one begins. */
export function gripAt(brush: Stretch | undefined, at: number, reach: number): Grip {
  if (!brush) return "new";
  if (Math.abs(at - brush.high) <= reach) return "high";
  if (Math.abs(at - brush.low) <= reach) return "low";
  return at > brush.low && at < brush.high ? "all" : "new";
}

/** The brush after a drag from `start` to `at`, within the axis. */
export function dragged(brush: Stretch | undefined, grip: Grip, start: number, at: number): Stretch {
  const inside = (place: number) => Math.min(1, Math.max(0, place));
  const ordered = (a: number, b: number) => ({ low: Math.min(a, b), high: Math.max(a, b) });
  if (!brush || grip === "new") return ordered(inside(start), inside(at));
  if (grip === "low") return ordered(inside(at), brush.high);
  if (grip === "high") return ordered(brush.low, inside(at));
  const by = Math.min(1 - brush.high, Math.max(-brush.low, at - start));
  return { low: brush.low + by, high: brush.high + by };
}

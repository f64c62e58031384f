import type { LatestMetric } from "#registry/model/runColumns.ts";
import { wholeLines } from "./readFile.ts";

/** A point of a metric; times in ms. */
export interface Point {
  readonly timestamp: number;
  readonly value: number;
  readonly step: number;
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The points of lines as MLflow has written them since 0.7: `time value`, `time value step`, and since 3.0 `time value step dataset digest`. MLflow's own file
 * store (3.17.2) takes the step of the last form for 0; `mlflow migrate-filestore` reads it, and so does this. Lines that are no point
 * are counted in what it returns.
 */
export function pointsIn(lines: string, take: (timestamp: number, value: number, step: number) => void): number {
  let unread = 0;
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf("\n", at);
    const [time = "", value = "", step = "0"] = lines.slice(at, end).trim().split(" ", 3);
    at = end + 1;
    const [timestamp, number, at_] = [Number(time), floatOf(value), Number(step)];
    if (time === "" || step === "" || number === undefined || !Number.isInteger(timestamp) || !Number.isInteger(at_)) unread++;
    else take(timestamp, number, at_);
  }
  return unread;
}

/** A number as Python writes it. */
function floatOf(text: string): number | undefined {
  if (number.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case "nan":
      return Number.NaN;
    case "inf":
      return Number.POSITIVE_INFINITY;
    case "-inf":
      return Number.NEGATIVE_INFINITY;
    default:
      return undefined;
  }
}

/** The latest point of a metric file; absent while it has none. `unread`: lines that are no point. */
export interface Latest {
  readonly point: Omit<LatestMetric, "key"> | undefined;
  readonly unread: number;
}

/** Greatest step, then time, then value, as MLflow picks it: of equal ones the first, and a NaN is neither less nor greater. */
export function latestOf(path: string): Latest {
  let point: Omit<LatestMetric, "key"> | undefined;
  let unread = 0;
  for (const lines of wholeLines(path)) {
    unread += pointsIn(lines, (timestamp, value, step) => {
      if (point === undefined || isLater(timestamp, value, step, point)) point = { timestamp, value, step };
    });
  }
  return { point, unread };
}

function isLater(timestamp: number, value: number, step: number, than: Point): boolean {
  if (step !== than.step) return step > than.step;
  if (timestamp !== than.timestamp) return timestamp > than.timestamp;
  return value > than.value;
}

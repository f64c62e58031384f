import type { AxisValue, Brush } from "#protocol/views/compareRelation.ts";
import { numberOf } from "#registry/model/compare/changeNote.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { axisNumbers, logNumbers, valueNumbers } from "../charts/axisNumbers.ts";
import { evenTicks, logTicks } from "../charts/logTicks.ts";

/** What a run without the value stands at. */
export const notSet = "(not set)";
/** What a value stands at that is no place of a line of numbers. */
const noNumber = "(NaN, ∞)";

/** An axis of this many values or fewer is marked at each of them. */
const markedEach = 7;
/** Words beyond this many are not marked: they could not be read. */
const mostMarked = 16;
/** Share of the axis that a place beside the numbers takes. */
const slotShare = 0.1;
/** From this factor on a scale of positive numbers is logarithmic unless chosen otherwise: params are tried in factors. */
const logFactor = 8;
/** Significant digits of an end of a brush on a log scale. */
const logDigits = 4;

export interface AxisTick {
  /** 0 at the bottom, 1 at the top. */
  readonly place: number;
  readonly label: string;
}

/** How the values of one axis lie on it. */
export interface AxisScale {
  readonly type: "linear" | "log" | "words";
  /** A log scale is possible: numbers, all above 0. */
  readonly canLog: boolean;
  readonly ticks: readonly AxisTick[];
  /** Where a value stands: 0 at the bottom, 1 at the top. */
  place(value: AxisValue): number;
  /** Where a number stands, also where no run has it. */
  placeOfNumber(value: number): number;
  /** What lies between two places, for a brush; undefined where nothing can. */
  between(low: number, high: number): Brush | undefined;
  /** The value as it is read out and stands in tables. */
  text(value: AxisValue): string;
}

export interface AxisOptions {
  readonly kind: "metric" | "param";
  readonly log: boolean | undefined;
  readonly flipped: boolean;
}

/** The number that a value is; undefined for words and for what is not set. */
export function axisNumber(kind: "metric" | "param", value: AxisValue): number | undefined {
  if (value === null) return undefined;
  return kind === "metric" ? Number(value) : numberOf(String(value));
}

/** The scale of an axis over all values on it. A param is a number where all of its values are. */
export function axisScale(values: readonly AxisValue[], options: AxisOptions): AxisScale {
  const set = values.filter((value) => value !== null);
  const numbers = set.map((value) => axisNumber(options.kind, value));
  const isNumeric = options.kind === "metric" || (set.length > 0 && numbers.every((value) => value !== undefined));
  const hasMissing = set.length < values.length;
  return isNumeric ? numericScale(numbers as readonly number[], hasMissing, options) : wordScale(set.map(String), hasMissing, options);
}

function numericScale(all: readonly number[], hasMissing: boolean, { kind, log, flipped }: AxisOptions): AxisScale {
  const numbers = all.filter(Number.isFinite);
  const slots = [...(hasMissing ? [notSet] : []), ...(numbers.length < all.length ? [noNumber] : [])];
  const foot = numbers.length === 0 ? 0 : slots.length * slotShare;
  const [least, greatest] = ends(numbers);
  // So close that their logarithms are one: there is no scale.
  const canLog = least > 0 && Math.log(greatest) > Math.log(least);
  const isLog = canLog && (log ?? (kind === "param" && greatest / least >= logFactor));
  const bend = (value: number) => (isLog ? Math.log(value) : value);
  const share = (value: number) => (greatest === least ? 0.5 : (bend(value) - bend(least)) / (bend(greatest) - bend(least)));
  const placeOf = (value: number) => foot + (1 - foot) * (flipped ? 1 - share(value) : share(value));
  const slotAt = (name: string) => Math.max(0, slots.indexOf(name)) * slotShare;
  const place = (value: AxisValue) => {
    const number = axisNumber(kind, value);
    if (number === undefined) return slotAt(notSet);
    return Number.isFinite(number) ? placeOf(number) : slotAt(noNumber);
  };
  const valueAt = (at: number) => {
    const along = Math.min(1, Math.max(0, (at - foot) / (1 - foot)));
    const real = flipped ? 1 - along : along;
    // The ends as they are: computed they would be a hair beside.
    if (real === 0 || real === 1) return real === 0 ? least : greatest;
    return isLog ? Math.exp(bend(least) + real * (bend(greatest) - bend(least))) : least + real * (greatest - least);
  };
  return {
    type: isLog ? "log" : "linear",
    canLog,
    ticks: [
      ...slots.map((name) => ({ place: slotAt(name), label: name })),
      ...numericTicks(numbers, isLog).map(({ value, label }) => ({ place: placeOf(value), label })),
    ],
    place,
    placeOfNumber: (value) => placeOf(Math.min(greatest, Math.max(least, value))),
    between(low, high) {
      const [a, b] = [valueAt(low), valueAt(high)].sort((x, y) => x - y) as [number, number];
      const isOnNumbers = numbers.length > 0 && high >= foot;
      const missing = slots.includes(notSet) && low <= slotAt(notSet) && high >= slotAt(notSet) ? [null] : [];
      if (!isOnNumbers) return missing.length > 0 ? { values: missing } : undefined;
      const short = isLog ? (value: number) => Number(value.toPrecision(logDigits)) : shortWithin(greatest - least);
      const [from, to] = [a <= least ? least : short(a), b >= greatest ? greatest : short(b)];
      return { from, to, values: missing };
    },
    text: (value) => (value === null ? notSet : kind === "metric" ? (formatMetrics([Number(value)])[0] ?? "") : String(value)),
  };
}

/** A number with as many digits as tell a fiftieth of the axis: a brush is set by hand. */
function shortWithin(span: number): (value: number) => number {
  if (!(span > 0) || !Number.isFinite(span)) return (value) => value;
  const decimals = Math.min(100, Math.max(0, Math.ceil(-Math.log10(span / 50))));
  return (value) => Number(value.toFixed(decimals));
}

function ends(numbers: readonly number[]): [number, number] {
  if (numbers.length === 0) return [0, 0];
  return numbers.reduce<[number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function numericTicks(numbers: readonly number[], isLog: boolean): { value: number; label: string }[] {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const [least, greatest] = ends(numbers);
  const isFew = distinct.length <= markedEach;
  const values = isFew ? distinct : isLog ? logTicks(least, greatest) : evenTicks(least, greatest);
  const labels = isFew ? valueNumbers(values, isLog) : isLog ? logNumbers(values) : axisNumbers(values);
  return values.map((value, index) => ({ value, label: labels[index] ?? "" }));
}

function wordScale(all: readonly string[], hasMissing: boolean, { flipped }: AxisOptions): AxisScale {
  const words = [...new Set(all)].sort(naturalOrder);
  if (flipped) words.reverse();
  const slots: readonly (string | null)[] = [...(hasMissing ? [null] : []), ...words];
  const places = new Map(slots.map((slot, index) => [slot, slots.length === 1 ? 0.5 : index / (slots.length - 1)]));
  const stride = Math.ceil(slots.length / mostMarked);
  const place = (value: AxisValue) => places.get(value === null ? null : String(value)) ?? 0;
  const marked = slots.filter((slot, index) => slot === null || index % stride === 0);
  return {
    type: "words",
    canLog: false,
    ticks: marked.map((slot) => ({ place: place(slot), label: slot ?? notSet })),
    place,
    placeOfNumber: () => 0,
    between(low, high) {
      const values = slots.filter((slot) => place(slot) >= low && place(slot) <= high);
      return values.length === 0 ? undefined : { values };
    },
    text: (value) => (value === null ? notSet : String(value)),
  };
}

import type { MetricPoint, MetricRange } from "./types.ts";

/** What a history lies between, taken point by point in any order: one pass, nothing of it is kept. */
export class RangeTally {
  #min: MetricPoint | undefined;
  #max: MetricPoint | undefined;
  #first: MetricPoint | undefined;
  #total = 0;

  take(value: number, step: number, timestamp: number): void {
    this.#total++;
    const first = this.#first;
    if (first === undefined || isBefore(value, step, timestamp, first)) this.#first = { value, step, timestamp };
    if (Number.isNaN(value)) return;
    const min = this.#min;
    if (min === undefined || value < min.value || isSooner(value, step, timestamp, min)) this.#min = { value, step, timestamp };
    const max = this.#max;
    if (max === undefined || value > max.value || isSooner(value, step, timestamp, max)) this.#max = { value, step, timestamp };
  }

  /** Undefined where there was no point. `places`: also where they are. */
  range(runId: string, metric: string, places: boolean): MetricRange | undefined {
    if (this.#first === undefined) return undefined;
    const [min, max] = [this.#min, this.#max];
    return {
      ...{ runId, metric, min: min?.value ?? Number.NaN, max: max?.value ?? Number.NaN, total: this.#total },
      ...(places ? { places: { first: this.#first, ...(min && max ? { min, max } : {}) } } : {}),
    };
  }
}

/** Of two points with one value, the one that a history gives first is where its lowest or highest value lies. */
function isSooner(value: number, step: number, timestamp: number, than: MetricPoint): boolean {
  return value === than.value && isBefore(value, step, timestamp, than);
}

/** MLflow's order of a history: time, step, value; its databases keep NaN as 0. */
function isBefore(value: number, step: number, timestamp: number, other: MetricPoint): boolean {
  return (timestamp - other.timestamp || step - other.step || (value || 0) - (other.value || 0)) < 0;
}

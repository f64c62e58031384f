import { metricColumnId, type RunsColumn } from "#protocol/views/runs.ts";
import { columnOf } from "#registry/model/columns.ts";
import { type Formula, keptFormulas, parseFormula } from "#registry/model/compare/formula.ts";
import { formulaColumn } from "#registry/model/compare/formulaColumn.ts";
import { formulaDirection } from "#registry/model/compare/formulaDirection.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { MetricColumn, RunPage } from "#registry/model/types.ts";

/** A formula as it was typed, and what it is read as; absent where it is none. */
interface Read {
  readonly text: string;
  readonly formula?: Formula;
  /** Why it is none. */
  readonly problem?: string;
}

/** The last pages with formulas, by the page without: a table that is scrolled asks for it again and again. */
const lastPages = new WeakMap<RunPage, { readonly of: string; readonly page: RunPage }>();

/**
 * The page with what each formula comes to as one more metric, named as the formula is written, of the values that
 * the page holds of its metrics.
 */
export function withFormulas<P extends RunPage>(page: P, formulas: readonly string[] = []): P {
  if (formulas.length === 0) return page;
  const of = JSON.stringify(formulas);
  const last = lastPages.get(page);
  if (last?.of === of) return last.page as P;
  const made = readAll(formulas).map((read) => columnFor(page, read));
  const own = new Set(made.map(({ key }) => key));
  const withThem: P = { ...page, metrics: [...page.metrics.filter(({ key }) => !own.has(key)), ...made] };
  lastPages.set(page, { of, page: withThem });
  return withThem;
}

/** Which formulas come to nothing in a whole page, and why, in words. */
export function formulaNotes(page: RunPage, formulas: readonly string[] = []): string[] {
  return readAll(formulas).flatMap(({ text, formula, problem }) => {
    const unknown = formula?.metrics.find(({ key }) => columnOf(page.metrics, key) === undefined);
    const why = unknown === undefined ? problem : `No run has the metric ${unknown.key}.`;
    return why === undefined ? [] : [`${text}: ${why}`];
  });
}

/** What there is to say of the columns that formulas are, in a page that has them. */
export function formulaColumns(
  page: RunPage,
  formulas: readonly string[] = [],
  directionOf: (metric: string) => Pick<RunsColumn, "better" | "betterFrom">,
): RunsColumn[] {
  return readAll(formulas).map(({ text, formula }): RunsColumn => {
    const column = columnOf(page.metrics, text);
    const better = formula && formulaDirection(formula, (metric) => directionOf(metric).better);
    // As sure as the least sure of its metrics.
    const isGuessed = formula?.metrics.some(({ key }) => directionOf(key).betterFrom === "name");
    const known = better === undefined ? {} : { better, betterFrom: isGuessed ? ("name" as const) : ("policy" as const) };
    const count = column?.rows.length ?? 0;
    return {
      id: metricColumnId(text),
      kind: "metric",
      key: text,
      count,
      isEqual: false,
      isNumeric: true,
      width: 10,
      isFormula: true,
      ...known,
    };
  });
}

/** Which way a formula among those asked for gets better; undefined too where the metric is no formula. */
export function directionOfFormula(
  metric: string,
  formulas: readonly string[] = [],
  directionOf: (metric: string) => "higher" | "lower" | undefined,
): "higher" | "lower" | undefined {
  const read = formulas.includes(metric) ? readFormula(metric).formula : undefined;
  return read && formulaDirection(read, directionOf);
}

function readAll(formulas: readonly string[]): Read[] {
  return keptFormulas(formulas).map(readFormula);
}

function readFormula(text: string): Read {
  try {
    return { text, formula: parseFormula(text) };
  } catch (error) {
    if (RegistryError.is(error)) return { text, problem: error.message };
    throw error;
  }
}

function columnFor(page: RunPage, { text, formula }: Read): MetricColumn {
  if (formula !== undefined) return formulaColumn(page, text, formula);
  const none = new Float64Array();
  return { key: text, rows: new Uint32Array(), values: none, steps: none, timestamps: none };
}

import type { Answer } from "#protocol/message.ts";
import type { CellCondition, CellParams, ColumnId, RunsOf } from "#protocol/views/runs.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { keptFormulas } from "#registry/model/compare/formula.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { RunPage } from "#registry/model/types.ts";
import { writtenName, writtenText } from "#registry/model/writtenFilter.ts";
import { answer } from "../registry/answer.ts";
import { keyOf, kindOf, numberAt, wordAt } from "./columnValues.ts";
import { withFormulas } from "./formulaColumns.ts";
import type { RunsContext } from "./runsTable.ts";
import { rowsById } from "./tree.ts";

const mostTexts = 100;

/** What the filter can say of a cell's value, for a press on it. */
export function cellConditions(
  { runId, column, ...of }: CellParams,
  context: RunsContext,
  signal: AbortSignal,
): Promise<Answer<readonly CellCondition[]>> {
  return answer(
    async () => {
      const { page } = await context.loaded.some(context.registry, of, signal);
      const row = rowsById(page).get(runId);
      // A formula that the page shows is a metric of its runs.
      return row === undefined ? [] : conditionsOf(withFormulas(page, keptFormulas([keyOf(column)])), column, row);
    },
    context.world.log,
    signal,
  );
}

/** The values that a column has, the most common first. */
export function columnTexts(
  { column, ...of }: RunsOf & { readonly column: ColumnId },
  context: RunsContext,
  signal: AbortSignal,
): Promise<Answer<readonly string[]>> {
  return answer(
    async () => {
      const { page } = await context.loaded.some(context.registry, of, signal);
      const word = wordAt(page, column);
      const counts = new Map<string, number>();
      for (const row of page.ids.keys()) {
        const text = word(row);
        if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      const sorted = [...counts].sort(([a, one], [b, other]) => other - one || naturalOrder(a, b));
      return sorted.slice(0, mostTexts).map(([text]) => text);
    },
    context.world.log,
    signal,
  );
}

/** Conditions that the run itself fulfils, but for `≠`; none where the language cannot say it. */
export function conditionsOf(page: RunPage, column: ColumnId, row: number): CellCondition[] {
  const name = nameOf(column);
  if (name === undefined) return [];
  const key = keyOf(column);
  if (kindOf(column) === "metric") {
    const value = metricAt(columnOf(page.metrics, key), row);
    return value === undefined ? [] : numberConditions(key, name, value);
  }
  if (column === "attribute:start_time") {
    const start = numberAt(page, column)?.(row);
    const day = start === undefined ? "" : new Date(start).toISOString().replace("T", " ").slice(0, 16);
    return start === undefined
      ? []
      : [
          { label: `started at ${day} or later`, filter: `${name} >= ${start}` },
          { label: `started at ${day} or earlier`, filter: `${name} <= ${start}` },
        ];
  }
  const text = column === "attribute:dataset" ? page.datasets[row]?.[0]?.name : wordAt(page, column)(row);
  if (text === undefined) return column.startsWith("attribute:") ? [] : [{ label: `${key} is not set`, filter: `${name} IS NULL` }];
  const written = writtenText(text);
  if (written === undefined) return [];
  return [
    { label: `${key} = ${text}`, filter: `${name} = ${written}` },
    { label: `${key} ≠ ${text}`, filter: `${name} != ${written}` },
  ];
}

function numberConditions(key: string, name: string, value: number): CellCondition[] {
  if (!Number.isFinite(value)) return [];
  // The language has no plus before an exponent.
  const written = String(value).replace("e+", "e");
  const signs = [
    ["≥", ">="],
    ["≤", "<="],
    ["=", "="],
  ] as const;
  return signs.map(([sign, comparator]) => ({ label: `${key} ${sign} ${written}`, filter: `${name} ${comparator} ${written}` }));
}

/** How the filter names a column; absent where it cannot. */
function nameOf(column: ColumnId): string | undefined {
  const [kind, key] = [kindOf(column), keyOf(column)];
  if (kind !== "attribute") return writtenName(kind, key);
  return { start_time: "attributes.start_time", user_id: "attributes.user_id", status: "attributes.status", dataset: "dataset.name" }[key];
}

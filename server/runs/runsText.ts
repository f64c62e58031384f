import type { Answer } from "#protocol/message.ts";
import type { RunsTableRow, RunsTextParams } from "#protocol/views/runs.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { tableText } from "#registry/model/tableText.ts";
import type { RunPage } from "#registry/model/types.ts";
import { answer } from "../registry/answer.ts";
import { keyOf, kindOf, shownCells, wordAt } from "./columnValues.ts";
import { pythonOf } from "./pythonCode.ts";
import { type RunsContext, rowsOf, type Table, tableOf } from "./runsTable.ts";
import { flatItems } from "./tree.ts";

/** The table, or chosen rows of it, as text to paste. Waits for all runs. */
export function runsText(params: RunsTextParams, context: RunsContext, signal: AbortSignal): Promise<Answer<string>> {
  return answer(
    async () => {
      const loaded = await context.loaded.all(context.registry, params, signal);
      const table = await tableOf(loaded, params, context, signal);
      const wanted = params.ids === undefined ? undefined : new Set(params.ids);
      const rows = table.order.filter((row) => wanted?.has(table.page.ids[row] ?? "") ?? true);
      const ids = rows.map((row) => table.page.ids[row] ?? "");
      if (params.format === "Python") return pythonOf(params, ids, context.registry.source.uri);
      return params.format === "JSON" ? jsonOf(table.page, rows, params) : textOf(table, rows, params, context, signal);
    },
    context.world.log,
    signal,
  );
}

/** As on the screen: groups where runs are grouped, unless runs were chosen. */
async function textOf(
  table: Table,
  rows: readonly number[],
  params: RunsTextParams,
  context: RunsContext,
  signal: AbortSignal,
): Promise<string> {
  const isGrouped = params.ids === undefined && table.groups.length > 0;
  const items = isGrouped ? table.groups.map((group) => ({ ...group, isOpen: false })) : flatItems(rows);
  const shown = await rowsOf(table, items, params, context, signal);
  const head = [...(isGrouped ? ["group", "runs"] : ["run"]), ...params.columns.map(keyOf)];
  const first = (row: RunsTableRow) => (isGrouped ? [row.words ?? row.name, String(row.group)] : [row.name]);
  const format = params.format === "CSV" ? "CSV" : "Markdown";
  return tableText([head, ...shown.map((row) => [...first(row), ...row.cells.map((cell) => cell ?? "")])], format);
}

/** A list of runs with numbers in full; NaN and infinities are texts, which JSON has no numbers for. Times in ms. */
function jsonOf(page: RunPage, rows: readonly number[], { columns }: RunsTextParams): string {
  const of = (kind: string, read: (key: string, row: number) => unknown) => {
    const keys = columns.filter((id) => kindOf(id) === kind).map(keyOf);
    return (row: number) => Object.fromEntries(keys.flatMap((key) => (read(key, row) === undefined ? [] : [[key, read(key, row)]])));
  };
  const metrics = of("metric", (key, row) => jsonNumber(metricAt(columnOf(page.metrics, key), row)));
  const params = of("param", (key, row) => wordAt(page, `param:${key}`)(row));
  const tags = of("tag", (key, row) => wordAt(page, `tag:${key}`)(row));
  const attributes = of("attribute", (key, row) => shownCells(page, `attribute:${key}`, [row], [])[0] ?? undefined);
  const runs = rows.map((row) => ({
    run_id: page.ids[row],
    run_name: page.names[row],
    status: page.statuses[row],
    ...{ metrics: metrics(row), params: params(row), tags: tags(row), attributes: attributes(row) },
  }));
  return `${JSON.stringify(runs, undefined, 2)}\n`;
}

function jsonNumber(value: number | undefined): number | string | undefined {
  return value === undefined || Number.isFinite(value) ? value : String(value);
}

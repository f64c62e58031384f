import assert from "node:assert/strict";
import type { CompareState } from "#protocol/views/compare.ts";
import type { Brush } from "#protocol/views/compareRelation.ts";
import { mostColumns } from "#webviews/compare/state.ts";
import { isWritten } from "./isWritten.ts";
import type { PageHands } from "./pageHands.ts";

/** What stands on the Compare page. */
interface Seen {
  readonly chips: readonly { readonly run: string; readonly isHidden: boolean; readonly isBaseline: boolean }[];
  readonly heads: number;
  readonly metrics: Readonly<Record<string, readonly string[]>>;
  readonly charts: readonly {
    readonly name: string;
    readonly runs: readonly string[];
    readonly window: readonly number[] | null;
    /** The last value of each curve. */
    readonly last: readonly number[];
  }[];
  readonly deltas: Readonly<Record<string, readonly string[]>>;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly axes: readonly string[];
  readonly clipped: readonly string[];
  readonly related: number | null;
  readonly inside: string;
  readonly isZoomed: boolean;
  readonly missing: number;
  readonly columns: readonly string[];
}

const look = `(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const chips = all(".chip-cell").map((cell) => ({ run: cell.dataset.run, isHidden: cell.querySelector(".chip-hidden") !== null, isBaseline: cell.querySelector(".chip-main").ariaPressed === "true" }));
  const boxes = new Map(all(".chip-cell").map((cell) => [cell.dataset.run, cell.getBoundingClientRect()]));
  const shown = chips.filter(({ isHidden }) => !isHidden);
  // Each column stands beneath its chip.
  const columns = all(".metrics-table tbody tr:first-child td.run-column").flatMap((cell, at) => {
    const own = cell.getBoundingClientRect();
    const chip = boxes.get(shown[at]?.run);
    return chip && own.width > 0 && Math.abs(chip.left - own.left) > 2 ? [shown[at].run + " " + chip.left + " over " + own.left] : [];
  });
  return {
    chips, columns,
    heads: all(".metrics-table thead th.run-column").length,
    metrics: Object.fromEntries(all(".metrics-table tbody tr").map((row) => [row.dataset.row, all("td.run-column .metric-value", row).map((cell) => cell.textContent.replace("★", "").trim())])),
    deltas: Object.fromEntries(all(".metrics-table tbody tr").map((row) => [row.dataset.row, all("td.run-column", row).map((cell) => cell.querySelector(".metric-delta")?.textContent.trim() ?? "")])),
    params: Object.fromEntries(all(".changes-table tbody tr").map((row) => [row.dataset.row, all("td.run-column .cell-text", row).map((cell) => cell.textContent.trim())])),
    axes: all("slipway-parallel-plot .axis-handle").map((each) => each.dataset.axis),
    clipped: all(".metrics-table td.run-column").flatMap((cell) => all(".metric-value, .metric-delta", cell).filter((part) => part.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1).map((part) => cell.closest("tr").dataset.row + " " + part.textContent)),
    charts: all("slipway-metric-curves").flatMap((part) => all("slipway-curve-chart", part).map((chart) => {
      const lines = chart.lines.filter(({ isAside }) => !isAside);
      return { name: part.dataset.metric, runs: lines.map(({ name }) => name), window: chart.group.window ?? null, last: lines.map(({ curve: { x, y } }) => y[x.indexOf(Math.max(...x))]) };
    })),
    related: document.querySelector("slipway-parallel-plot svg") ? all("slipway-parallel-plot .compared-run").length : null,
    inside: document.querySelector(".relation-line [role=status] strong")?.textContent ?? "",
    isZoomed: document.querySelector(".zoomed") !== null,
    missing: all(".notices .link").length,
  };
})()`;

/** Fails where the page does not show what the registry has of the runs that it says it compares. */
export async function assertTrue(hands: PageHands, state: CompareState): Promise<void> {
  const seen = (await hands.page.evaluate(look)) as Seen;
  const there = new Map(hands.rows("SELECT * FROM runs").map((row) => [String(row["run_uuid"]), String(row["name"])]));
  const runs = state.runIds.filter((id) => there.has(id));
  assert.equal(seen.missing, state.runIds.length - runs.length, "runs that are said to be gone");
  assert.deepEqual(seen.columns, [], "columns stand beneath their chips");
  if ((state.groupBy ?? []).length > 0 || runs.length === 0) return;
  const hidden = new Set(state.hidden);
  const all = runs.filter((id) => !hidden.has(id));
  const shown = all.slice(0, mostColumns);
  assert.deepEqual(
    seen.chips.map(({ run, isHidden }) => `${run} ${isHidden}`),
    [...shown.map((id) => `${id} false`), ...runs.filter((id) => hidden.has(id)).map((id) => `${id} true`)],
    "chips",
  );
  assert.deepEqual(
    seen.chips.filter(({ isBaseline }) => isBaseline).map(({ run }) => run),
    runs.slice(0, 1),
    "the baseline",
  );
  assertMetrics(hands, seen, state, shown);
  assert.deepEqual(seen.clipped, [], "numbers beyond their column");
  assertParams(hands, seen, shown);
  assertCharts(hands, seen, state, shown.length);
  if (state.relation?.axes !== undefined && seen.axes.length > 0) assert.deepEqual(seen.axes, state.relation.axes, "axes");
  if (seen.related !== null) assert.equal(seen.related, all.length, "lines of compared runs in Relation");
  assertBrushes(hands, seen, state, hidden);
}

function assertMetrics(hands: PageHands, seen: Seen, state: CompareState, shown: readonly string[]): void {
  if (state.folded.includes("metrics") || seen.heads === 0) return;
  assert.equal(seen.heads, shown.length, "columns of the metrics");
  for (const [key, texts] of Object.entries(seen.metrics)) {
    const choice = state.valueOf[key] ?? "last";
    if (choice.startsWith("best:")) continue;
    const sql = {
      last: `SELECT run_uuid, value FROM latest_metrics WHERE key = '${key}'`,
      min: `SELECT run_uuid, min(value) AS value FROM metrics WHERE key = '${key}' GROUP BY run_uuid`,
      max: `SELECT run_uuid, max(value) AS value FROM metrics WHERE key = '${key}' GROUP BY run_uuid`,
    }[choice as "last" | "min" | "max"];
    const values = new Map(hands.rows(sql).map((row) => [row["run_uuid"], Number(row["value"])]));
    const base = values.get(state.runIds[0] ?? "");
    for (const [at, text] of texts.entries()) {
      const delta = seen.deltas[key]?.[at] ?? "";
      const own = values.get(shown[at] ?? "");
      if (delta !== "" && base !== undefined && own !== undefined)
        assert.ok(isWritten(own - base, delta), `Δ of ${key} of ${shown[at]} is ${own - base}, shown is ${delta}`);
      const value = values.get(shown[at] ?? "");
      const where = `${choice} of ${key} of ${shown[at]}`;
      if (value === undefined) assert.equal(text, "—", where);
      else assert.ok(isWritten(value, text), `${where} is ${value}, shown is ${text}`);
    }
  }
}

function assertParams(hands: PageHands, seen: Seen, shown: readonly string[]): void {
  for (const [key, texts] of Object.entries(seen.params)) {
    const values = new Map(
      hands.rows(`SELECT run_uuid, value FROM params WHERE key = '${key}'`).map((row) => [row["run_uuid"], String(row["value"])]),
    );
    if (values.size === 0) continue;
    for (const [at, text] of texts.entries()) {
      const value = values.get(shown[at] ?? "");
      if (value !== undefined) assert.equal(text, value, `${key} of ${shown[at]}`);
    }
  }
}

function assertCharts(hands: PageHands, seen: Seen, state: CompareState, shown: number): void {
  if (state.folded.includes("curves")) return;
  const isZoomed = seen.charts.some(({ window }) => window !== null);
  if (seen.charts.length > 0) assert.equal(seen.isZoomed, isZoomed, "the zoom is said");
  for (const { name, runs, window, last } of seen.charts) {
    assert.equal(last.length, runs.length);
    const isRaw = state.smoothing === 0 && state.xAxis !== "metric" && !name.startsWith("=");
    const stored = new Set(hands.rows(`SELECT value FROM latest_metrics WHERE key = '${name}'`).map((row) => row["value"]));
    if (isRaw)
      assert.deepEqual(
        last.filter((value) => !stored.has(value)),
        [],
        `ends of the curves of ${name}`,
      );
    assert.ok(runs.length <= shown, `${runs.length} curves of ${name} where ${shown} runs are shown`);
    if (window !== null) assert.ok(window.length === 2 && Number(window[0]) < Number(window[1]), `${name} is zoomed to ${window}`);
  }
}

function assertBrushes(hands: PageHands, seen: Seen, { relation }: CompareState, hidden: ReadonlySet<string>): void {
  const brushes = Object.entries(relation?.brushes ?? {}) as [string, Brush][];
  if (seen.inside === "" || brushes.length === 0) return;
  const active = hands
    .rows("SELECT run_uuid FROM runs WHERE experiment_id = 1 AND lifecycle_stage = 'active'")
    .map((row) => String(row["run_uuid"]));
  const drawn = active.filter((id) => !hidden.has(id));
  const isInside = brushes.map(([axis, brush]) => {
    const key = axis.slice(axis.indexOf(":") + 1);
    const table = axis.startsWith("metric:") ? "latest_metrics" : "params";
    const values = new Map(
      hands.rows(`SELECT run_uuid, value FROM ${table} WHERE key = '${key}'`).map((row) => [row["run_uuid"], row["value"]]),
    );
    return (id: string) => {
      const value = values.get(id) ?? null;
      if (brush.values.includes(value === null ? null : String(value))) return true;
      return (
        value !== null && brush.from !== undefined && brush.to !== undefined && Number(value) >= brush.from && Number(value) <= brush.to
      );
    };
  });
  const inside = drawn.filter((id) => isInside.every((test) => test(id)));
  assert.equal(seen.inside, `${inside.length} of ${drawn.length} runs`, `inside ${JSON.stringify(brushes)}`);
}

import assert from "node:assert/strict";
import type { RunsState } from "#protocol/views/runs.ts";
import { isWritten } from "./isWritten.ts";
import { type ExpectedRow, expectedRows, expectedRuns, groupOf, type StoredRun, storedRuns } from "./runsModel.ts";

/** What stands on the screen. */
export interface Seen {
  readonly rows: readonly SeenRow[];
  readonly waiting: number;
  readonly blank: readonly string[];
  readonly heads: readonly string[];
  readonly counted: string;
  readonly selected: string;
  readonly focus: string;
  readonly lost: boolean;
  readonly twice: readonly string[];
  readonly dangling: readonly string[];
  readonly misplaced: readonly string[];
  readonly rowCount: number;
  readonly problem: string;
  readonly unseen: string;
}

export interface SeenRow {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly isGroup: boolean;
  readonly isAside: boolean;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly members: string;
  readonly cells: Readonly<
    Record<string, { readonly text: string; readonly words: string; readonly isNone: boolean; readonly isBest: boolean }>
  >;
}

/** Runs in the page. */
export const look = `(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const text = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\\s+/g, " ") ?? "";
  const ids = all("[id]").map(({ id }) => id);
  const dangling = ["aria-activedescendant", "aria-owns", "aria-controls", "aria-describedby", "aria-labelledby"].flatMap((name) =>
    all("[" + name + "]").flatMap((each) => each.getAttribute(name).split(" ").filter((id) => id !== "" && !document.getElementById(id)).map((id) => name + " " + id)));
  const heads = new Map(all(".head-cell").map((each) => [each.dataset.column, each.getBoundingClientRect()]));
  const misplaced = all(".row:not(.waiting) .cell[data-column]").flatMap((cell) => {
    const head = heads.get(cell.dataset.column);
    const own = cell.getBoundingClientRect();
    if (!head) return ["no head: " + cell.dataset.column];
    return Math.abs(head.left - own.left) > 1 || Math.abs(head.width - own.width) > 1 ? [cell.dataset.column + " " + own.left + "+" + own.width + " under " + head.left + "+" + head.width] : [];
  });
  const rows = all(".row:not(.in-band):not(.waiting)").map((row) => ({
    index: Number(row.getAttribute("aria-rowindex")) - 2, id: row.dataset.run, name: row.querySelector(".run-name").textContent,
    isGroup: row.classList.contains("group-row"), isAside: row.classList.contains("aside"), isSelected: row.getAttribute("aria-selected") === "true",
    isFocused: row.classList.contains("focused"),
    members: row.querySelector(".member-count")?.textContent ?? "",
    cells: Object.fromEntries(all(".cell[data-column]", row).map((cell) => [cell.dataset.column, { text: cell.textContent, words: cell.title, isNone: cell.classList.contains("none"), isBest: cell.classList.contains("best") }])),
  }));
  const active = document.activeElement;
  const grid = document.querySelector(".grid")?.getBoundingClientRect();
  return {
    rows: rows.sort((a, b) => a.index - b.index), waiting: all(".row.waiting").length,
    blank: rows.flatMap(({ index, cells }) => Object.entries(cells).flatMap(([id, { text }]) => text === "" ? [index + " " + id] : [])),
    heads: all(".head-cell").map((each) => each.dataset.column),
    counted: text(".filter-count"), selected: text(".selection-bar strong"), problem: text("#filter-problem") + text(".toolbar [role=alert]"),
    focus: active.tagName + "." + active.className, lost: active === document.body,
    twice: ids.filter((id, at) => ids.indexOf(id) !== at), dangling, misplaced,
    rowCount: Number(document.querySelector(".grid")?.getAttribute("aria-rowcount")) - 1,
    unseen: (() => {
      // Where rows should be seen there are some.
      if (!grid || rows.length === 0) return "";
      const heads = document.querySelector(".heads").getBoundingClientRect();
      const last = Math.max(...all(".row:not(.in-band)").map((row) => row.getBoundingClientRect().bottom));
      const sizer = document.querySelector(".sizer").getBoundingClientRect();
      const wanted = Math.min(grid.bottom, sizer.bottom) - 20;
      return last < wanted && heads.bottom < wanted ? "rows end at " + last + ", should reach " + wanted : "";
    })(),
  };
})()`;

/** Fails where what is on the screen is not what the registry has, for what the page says that it shows. */
export function assertTrue(seen: Seen, state: RunsState, folder: string, delta: { readonly to?: string }): void {
  assert.deepEqual(seen.twice, [], "an id stands twice");
  assert.deepEqual(seen.dangling, [], "what is pointed to is there");
  assert.deepEqual(seen.misplaced, [], "cells stand under their heads");
  assert.deepEqual(seen.blank, [], "no cell is blank");
  assert.deepEqual(seen.unseen, "", "rows are there where they are looked at");
  const all = storedRuns(folder, state);
  const tested = storedRuns(folder, { ...state, values: {} });
  const passing = expectedRuns(all, tested, state);
  // A filter that cannot be understood leaves what was there.
  if (passing === undefined || seen.problem !== "") return;
  const number = (value: number) => value.toLocaleString("en");
  const isNarrowed = state.filter !== "" || (state.quick ?? []).length > 0;
  const words = `${state.isDeleted ? "deleted " : ""}${all.length === 1 ? "run" : "runs"}`;
  if (seen.rowCount >= 0 && seen.counted !== "")
    assert.equal(
      seen.counted,
      isNarrowed ? `${number(passing.length)} of ${number(all.length)} ${words}` : `${number(all.length)} ${words}`,
    );
  assert.equal(seen.waiting, 0, "no row is on its way");
  assertRows(seen, state, all, passing);
  assertCells(seen, state, all, delta);
  assertNumbers(seen, state, all, passing, delta);
}

function assertRows(seen: Seen, state: RunsState, all: readonly StoredRun[], passing: readonly StoredRun[]): void {
  const expected = expectedRows(all, passing, state);
  if (expected === undefined || seen.rowCount < 0) return;
  assert.equal(seen.rowCount, expected.length, "rows of the table");
  if ((state.groupBy ?? []).length > 0) {
    const groups = new Map(expected.flatMap((row) => ("group" in row ? [[row.group, row.members]] : [])));
    for (const row of seen.rows) {
      if (row.isGroup) assert.equal(Number(row.members), groups.get(row.id)?.length, `members of ${row.id}`);
      else
        assert.ok(
          passing.some(({ id }) => id === row.id),
          `${row.id} passes`,
        );
    }
    return;
  }
  for (const row of seen.rows) {
    const wanted: ExpectedRow | undefined = expected[row.index];
    assert.ok(wanted && "run" in wanted, `row ${row.index} is one of the table`);
    assert.equal(row.id, wanted.run, `row ${row.index} under ${JSON.stringify(state.sort)}`);
    assert.equal(row.isAside, wanted.isAside ?? false, `${row.id} is aside`);
    assert.equal(row.name, all.find(({ id }) => id === row.id)?.name);
  }
}

function assertCells(seen: Seen, state: RunsState, all: readonly StoredRun[], { to }: { readonly to?: string }): void {
  const byId = new Map(all.map((run) => [run.id, run]));
  for (const row of seen.rows) {
    const run = byId.get(row.id);
    if (run === undefined) continue;
    for (const [column, { text, words, isNone }] of Object.entries(row.cells)) {
      const [kind, key] = [column.slice(0, column.indexOf(":")), column.slice(column.indexOf(":") + 1)];
      const where = `${column} of ${row.id}`;
      if (key.startsWith("= ") || state.values?.[key]?.startsWith("at:")) continue;
      if (kind === "metric") {
        const value = run.metrics.get(key);
        if (to !== undefined && to !== row.id) continue;
        if (value === undefined) assert.ok(isNone, `${where} is none, shows ${text}`);
        else assert.equal(Number(words.split(" · ")[0]), value, `${where}: ${words}`);
      } else if (kind === "param" || kind === "tag") {
        const value = (kind === "param" ? run.params : run.tags).get(key);
        assert.equal(text, value ?? "—", where);
      } else if (key === "status") assert.equal(text, run.status.toLowerCase(), where);
    }
  }
}

const better: Readonly<Record<string, 1 | -1>> = { val_auc: 1, train_auc: 1, val_recall_at_1pct: 1, val_logloss: -1 };

/** What is worked out of the values: differences, means of groups, the best. */
function assertNumbers(
  { rows }: Seen,
  state: RunsState,
  all: readonly StoredRun[],
  passing: readonly StoredRun[],
  { to }: { readonly to?: string },
): void {
  const byId = new Map(all.map((run) => [run.id, run]));
  const base = to === undefined ? undefined : byId.get(to);
  for (const row of rows) {
    for (const [column, { text, isNone, isBest }] of Object.entries(row.cells)) {
      const key = column.slice(column.indexOf(":") + 1);
      if (!column.startsWith("metric:") || key.startsWith("= ") || state.values?.[key]?.startsWith("at:")) continue;
      const where = `${column} of ${row.id}: ${text}`;
      const shown = text.replace("★", "").trim();
      if (row.isGroup) {
        const members = passing.filter((run) => groupOf(run, state) === row.id);
        const values = members.flatMap((run) => run.metrics.get(key) ?? []).sort((a, b) => a - b);
        if (values.length === 0) assert.ok(isNone, where);
        else if (!state.showsDelta)
          assert.ok(isWritten(state.summary === "median" ? median(values) : mean(values), shown), `${where} is ${mean(values)}`);
        continue;
      }
      const value = byId.get(row.id)?.metrics.get(key);
      const from = base?.metrics.get(key);
      if (base !== undefined && row.id !== to && value !== undefined && from !== undefined)
        assert.ok(isWritten(value - from, shown), `${where} is ${value - from} to the baseline`);
      const way = state.directions?.[key] === undefined ? better[key] : state.directions[key] === "higher" ? 1 : -1;
      if (way === undefined || (state.groupBy ?? []).length > 0 || row.isAside) continue;
      const finished = passing.filter((run) => run.status === "FINISHED").flatMap((run) => run.metrics.get(key) ?? []);
      const best = Math.max(...finished.map((each) => each * way)) * way;
      const isTheBest = byId.get(row.id)?.status === "FINISHED" && value === best && new Set(finished).size > 1;
      assert.equal(isBest, isTheBest, `${where} is the best`);
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  return ((values[Math.floor(middle)] ?? 0) + (values[Math.ceil(middle)] ?? 0)) / 2;
}

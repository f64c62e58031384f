import type { RunsTableRow } from "#protocol/views/runs.ts";
import { curveOf, smooth } from "#registry/model/compare/curve.ts";
import { runSwatchOf } from "#registry/model/compare/runSwatch.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { LoadedHistory } from "../charts/curveStore.ts";
import type { ChartLine } from "../charts/readout.ts";
import type { RunsView } from "./view.ts";

/** Rows from the top of the table that are in colour until runs are chosen. */
const firstInColour = 10;
/** More lines in colour than these are told apart by nobody. */
const mostInColour = 40;
/** Runs that are drawn at all, so many from the top of the table; chosen ones beside them. */
export const mostDrawn = 70;

/** A run in the charts above the table. */
export interface DrawnRun {
  readonly id: string;
  readonly name: string;
  readonly isAside: boolean;
}

/** The chosen runs, or the first, in colour; the others from the top of the table beside them. */
export function drawnRuns(view: Pick<RunsView, "selection" | "nameOf">, rows: readonly RunsTableRow[]): DrawnRun[] {
  const { ids } = view.selection;
  const chosen = ids.size > 0 ? [...ids].slice(0, mostInColour) : rows.slice(0, firstInColour).map(({ id }) => id);
  const inColour = new Set(chosen);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return [
    ...chosen.map((id) => ({ id, name: names.get(id) ?? view.nameOf(id), isAside: false })),
    ...rows.flatMap(({ id, name }) => (inColour.has(id) ? [] : [{ id, name, isAside: true }])),
  ];
}

/** The lines of the charts, made again only when something of them is another: a chart draws whenever it gets new ones. */
export class StripLines {
  readonly #known = new Map<
    string,
    { readonly of: string; readonly from: readonly LoadedHistory[]; readonly lines: readonly ChartLine[] }
  >();

  of(metric: string, histories: readonly LoadedHistory[], runs: readonly DrawnRun[], view: RunsView): readonly ChartLine[] {
    const { xAxis, smoothing } = view.state.charts;
    const of = JSON.stringify([xAxis, smoothing, view.baseline, runs]);
    const known = this.#known.get(metric);
    if (known?.of === of && known.from === histories) return known.lines;
    const byRun = new Map(histories.map((history) => [history.runId, history]));
    const lines = runs.flatMap(({ id, name, isAside }): ChartLine[] => {
      const history = byRun.get(id);
      if (history === undefined || history.values.length === 0) return [];
      const logged = curveOf(history, xAxis);
      const curve = { x: logged.x, y: smooth(logged.y, smoothing) };
      const beneath = smoothing > 0 && !isAside ? { logged } : {};
      const aside = isAside ? { isAside: true as const } : {};
      return [
        {
          runId: id,
          name: visibleText(name),
          swatch: runSwatchOf(id),
          isBaseline: id === view.baseline && !isAside,
          curve,
          ...beneath,
          ...aside,
        },
      ];
    });
    this.#known.set(metric, { of, from: histories, lines });
    return lines;
  }
}

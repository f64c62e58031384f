import { type ChosenValue, type ColumnId, metricColumnId, type RunsColumn } from "#protocol/views/runs.ts";
import { writtenMetric } from "#registry/model/compare/formula.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { MenuItem } from "../ui/menu.ts";
import type { PopupContent } from "../ui/popup.ts";
import { isSortable, nameColumn, nameWidth, titleOf } from "./columns.ts";
import { mostCharts } from "./formulas.ts";
import type { RunsView } from "./view.ts";

/** Metrics at whose best step another may be read. */
const mostSteps = 4;
/** px by which a column gets wider or narrower from the menu. */
const step = 24;

/** What can be done with a column. */
export function headMenu(view: RunsView, column: RunsColumn, at: { readonly x: number; readonly y: number }): PopupContent {
  const name = visibleText(titleOf(column.kind, column.key));
  return {
    label: `Column ${name}`,
    parts: [sorting(view, column), values(view, column), directions(view, column), formulaItems(view, column), layout(view, column)],
    ...at,
  };
}

/** What can be done with the column of names. */
export function nameMenu(view: RunsView, at: { readonly x: number; readonly y: number }): PopupContent {
  return { label: "Column of names", parts: [widths(view, nameColumn, nameWidth(view.state))], ...at };
}

function sorting(view: RunsView, column: RunsColumn): MenuItem[] {
  if (!isSortable(column)) return [];
  const by = view.state.sort.find((each) => each.column === column.id);
  const sort = (descending: boolean) => () => view.change({ sort: [{ column: column.id, descending }] });
  const grouped = view.state.groupBy?.includes(column.id) ?? false;
  const canGroup = column.kind !== "metric" && column.key !== "start_time" && column.key !== "duration";
  return [
    { label: "Sort ascending", checked: by?.descending === false, run: sort(false) },
    { label: "Sort descending", checked: by?.descending === true, run: sort(true) },
    ...(canGroup ? [{ label: "Group by", checked: grouped, run: () => view.groupBy(column.id) }] : []),
  ];
}

function values(view: RunsView, { kind, key, isFormula }: RunsColumn): MenuItem[] {
  // A formula is of the values of its metrics.
  if (kind !== "metric" || isFormula) return [];
  const chosen = view.state.values?.[key];
  const item = (value: ChosenValue | undefined, label: string): MenuItem => ({
    label,
    checked: chosen === value,
    run: () => view.choose(key, value),
  });
  // Of a metric that is better neither way there is no best step.
  const isKnown = new Set(view.catalog.columns.filter(({ better }) => better !== undefined).map(({ id }) => id as string));
  const beside = view.catalog.charted.filter((other) => other !== key && isKnown.has(metricColumnId(other))).slice(0, mostSteps);
  return [
    item(undefined, "Last value"),
    item("min", "Least value"),
    item("max", "Greatest value"),
    ...beside.map((other) => item(`at:${other}`, `Value at the best step of ${visibleText(other)}`)),
  ];
}

function directions(view: RunsView, { kind, key, better, betterFrom, isFormula }: RunsColumn): MenuItem[] {
  if (kind !== "metric") return [];
  const chosen = view.state.directions?.[key];
  const known = isFormula ? ", as of its metrics" : betterFrom === "policy" ? ", says slipway.yaml" : ", guessed from the name";
  const from = chosen === undefined ? known : ", chosen here";
  const now = chosen ?? better;
  const item = (direction: "higher" | "lower", label: string): MenuItem => ({
    label: now === direction ? `${label}${from}` : label,
    checked: now === direction,
    run: () => view.direct(key, chosen === direction ? undefined : direction),
  });
  const charts = view.shownCharts();
  const isCharted = charts.includes(key);
  return [
    item("higher", "Higher is better"),
    item("lower", "Lower is better"),
    {
      label: "Show in the charts",
      checked: isCharted,
      run: () =>
        view.charts({
          isFolded: false,
          metrics: isCharted ? charts.filter((other) => other !== key) : [key, ...charts].slice(0, mostCharts),
        }),
    },
  ];
}

/** What can be done with a formula, or begun with a metric. */
export function formulaItems(view: RunsView, { kind, key, isFormula }: RunsColumn): MenuItem[] {
  if (isFormula)
    return [
      { label: "Change formula…", run: () => view.typeFormula({ text: key, of: key }) },
      { label: "Remove formula", run: () => view.removeFormula(key) },
    ];
  const written = kind === "metric" ? writtenMetric(key) : undefined;
  return written === undefined ? [] : [{ label: "Formula of it…", run: () => view.typeFormula({ text: `= ${written}` }) }];
}

function layout(view: RunsView, { id }: RunsColumn): MenuItem[] {
  const frozen = view.state.frozen ?? [];
  const isFrozen = frozen.includes(id);
  const width = [...view.columns, ...view.frozen].find(({ column }) => column?.id === id)?.width ?? 0;
  return [
    {
      label: "Freeze beside the name",
      checked: isFrozen,
      run: () => view.change({ frozen: isFrozen ? frozen.filter((other) => other !== id) : [...frozen, id] }),
    },
    { label: "Move left", run: () => view.moveColumn(id, -1) },
    { label: "Move right", run: () => view.moveColumn(id, 1) },
    ...widths(view, id, width),
    { label: "Hide", run: () => view.hideColumn(id) },
  ];
}

function widths(view: RunsView, id: ColumnId, width: number): MenuItem[] {
  return [
    { label: "Wider", run: () => view.resize(id, width + step) },
    { label: "Narrower", run: () => view.resize(id, width - step) },
    { label: "As wide as its content", run: () => view.fit(id) },
  ];
}

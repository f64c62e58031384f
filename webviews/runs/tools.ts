import { html, nothing, type TemplateResult } from "lit";
import type { QuickFilter } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import { copyMenu, type MenuItem } from "../ui/menu.ts";
import { titleOf } from "./columns.ts";
import type { RunsView } from "./view.ts";

/** Columns that the menu offers to group by; any other one has it in its own menu. */
const mostOffered = 14;

/** What runs are grouped by, how groups are summed up, and whether child runs stand beneath their parents. */
export function groupMenu(view: RunsView): TemplateResult {
  const { state, catalog } = view;
  const grouped = state.groupBy ?? [];
  const names = catalog.columns.filter(({ id }) => grouped.includes(id)).map(({ kind, key }) => visibleText(titleOf(kind, key)));
  const open = (event: MouseEvent) => {
    const { left: x, bottom: y } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    view.popUp({ label: "Group by", parts: groupItems(view), x, y });
  };
  return html`<button type="button" class="plain-button group-button" aria-haspopup="menu" title="Group runs" @click=${open}>
    ${icon("list-tree")} Group by <span class="muted group-names">${names.length === 0 ? "none" : names.join(", ")}</span> ${icon("chevron-down")}
  </button>`;
}

function groupItems(view: RunsView): MenuItem[][] {
  const { state, catalog } = view;
  const grouped = state.groupBy ?? [];
  const offered = catalog.columns
    .filter(({ id, kind, key, isEqual }) => grouped.includes(id) || (kind !== "metric" && !isEqual && !ungrouped.has(`${kind}:${key}`)))
    .slice(0, mostOffered);
  const none: MenuItem = { label: "None", checked: grouped.length === 0, run: () => view.change({ groupBy: [], turned: [] }) };
  const by = offered.map(({ id, kind, key }) => ({
    label: visibleText(titleOf(kind, key)),
    checked: grouped.includes(id),
    run: () => view.groupBy(id),
  }));
  const summary = state.summary ?? "mean";
  const sums: MenuItem[] = [
    { label: "Mean ± standard deviation", checked: summary === "mean", run: () => view.change({ summary: "mean" }) },
    { label: "Median (least–greatest)", checked: summary === "median", run: () => view.change({ summary: "median" }) },
  ];
  const flat: MenuItem = {
    label: "Flat: child runs stand for themselves",
    checked: state.isFlat ?? false,
    run: () => view.change({ isFlat: !state.isFlat, turned: [] }),
  };
  return [[none, ...by], grouped.length > 0 ? sums : [], catalog.isNested && grouped.length === 0 ? [flat] : []];
}

const ungrouped: ReadonlySet<string> = new Set(["attribute:start_time", "attribute:duration", "attribute:version"]);

const quickNames: readonly (readonly [QuickFilter, string, string])[] = [
  ["mine", "Mine", "Runs of"],
  ["running", "Running", "Runs that are running or scheduled"],
  ["failed", "Failed", "Runs that failed or were killed"],
  ["recent", "Last 24 h", "Runs that were started in the last 24 hours"],
  ["unfinished", "Hide finished", "Hide runs that have finished"],
];

/** Switches beside the filter; on a narrow page they are entries of a menu. */
export function quickToggles(view: RunsView): TemplateResult {
  const { state, catalog, quick } = view;
  const on = new Set(state.quick);
  const isDeleted = state.isDeleted ?? false;
  const known = quickNames.filter(([which]) => which !== "mine" || catalog.me.length > 0);
  const openMenu = (event: MouseEvent) => {
    const { left: x, bottom: y } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const items = [
      ...known.map(([which, label]) => ({ label, checked: on.has(which), run: () => quick(which) })),
      { label: "Deleted", checked: isDeleted, run: () => view.showDeleted(!isDeleted) },
    ];
    view.popUp({ label: "Quick filters", parts: [items], x, y });
  };
  return html`<span class="quick" role="group" aria-label="Quick filters">${known.map(([which, name, words]) => {
    const title = which === "mine" ? `${words} ${visibleText(catalog.me.join(", "))}` : words;
    return html`<button type="button" class="plain-button toggle" aria-pressed=${on.has(which)} title=${title} @click=${() => quick(which)}>${name}</button>`;
  })}<button type="button" class="plain-button toggle" aria-pressed=${isDeleted} title="Show the deleted runs of the experiment, and no others" @click=${() => view.showDeleted(!isDeleted)}>Deleted</button></span>
    <button type="button" class="plain-button quick-menu" aria-haspopup="menu" title="Quick filters" @click=${openMenu}>
      ${icon("filter")} <span class="quick-words">Quick filters</span> ${on.size > 0 || isDeleted ? html`<span class="muted">${on.size + Number(isDeleted)}</span>` : nothing} ${icon("chevron-down")}
    </button>`;
}

/** Values, or how far they are from the baseline's; there while a baseline is. */
export function deltaSwitch({ state, baseline, shown, change }: RunsView): TemplateResult | typeof nothing {
  if (baseline === undefined || shown?.pinned.every(({ id }) => id !== baseline)) return nothing;
  const isDelta = state.showsDelta ?? false;
  const choice = (on: boolean, text: string, title: string) =>
    html`<button type="button" class="plain-button toggle" aria-pressed=${isDelta === on} title=${title} @click=${() => change({ showsDelta: on })}>${text}</button>`;
  return html`<span class="switch" role="group" aria-label="Metrics are shown as">${choice(false, "Values", "Show values")}${choice(true, "Δ", "Show the difference to the baseline")}</span>`;
}

/** Runs as text, for other programs, and as the code that finds them. */
export function copyRuns(view: RunsView, what: "all" | "selected"): TemplateResult {
  return copyMenu(what === "all" ? "the runs shown" : "the chosen runs", (format) => view.copy(format, what), [
    { label: "Copy as JSON", run: () => view.copy("JSON", what) },
    { label: "Copy as Code (Python)", run: () => view.copy("Python", what) },
  ]);
}

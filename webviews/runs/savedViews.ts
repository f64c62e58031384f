import { html, nothing, type TemplateResult } from "lit";
import { problemText } from "#protocol/message.ts";
import type { RunsState } from "#protocol/views/runs.ts";
import {
  deleteViewRequest,
  type SavedView,
  savedViewsRequest,
  saveViewRequest,
  type ViewHome,
  type ViewState,
  type ViewToSave,
} from "#protocol/views/runsViews.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { icon, iconButton } from "../ui/icon.ts";
import { sinceThisPress } from "../ui/presses.ts";
import { keptIds } from "./columns.ts";
import type { RunsView, ViewAsked } from "./view.ts";

const homes: readonly (readonly [ViewHome, string, string])[] = [
  ["mine", "Mine", "Kept for you in this workspace"],
  ["shared", "Shared in this folder", "Kept in .vscode/slipway.json, beside the code"],
  ["mlflow", "In MLflow", "Kept as a tag of the experiment: MLflow's own page lists it too"],
];

/** The experiment of the page; absent: there are several. */
function aloneOf({ state: { experimentIds } }: RunsView): string | undefined {
  return experimentIds.length === 1 ? experimentIds[0] : undefined;
}

/** MLflow keeps views with an experiment: where there are several, there is no place for one. */
function homesOf(view: RunsView): typeof homes {
  return aloneOf(view) === undefined ? homes.filter(([home]) => home !== "mlflow") : homes;
}

/** Where a view can be kept: one that may not be written is only read. */
function savingHomesOf(view: RunsView): typeof homes {
  return homesOf(view).filter(([home]) => home !== "mlflow" || view.catalog.editsRuns);
}

/** The home that is offered first: that of the view that is shown, where it can be kept there. */
function keepsIn(view: RunsView, home: ViewHome = "mine"): ViewHome {
  return savingHomesOf(view).some(([each]) => each === home) ? home : "mine";
}

/** Which view is shown; opens the list of them. */
export function viewsButton(view: RunsView): TemplateResult {
  const { shownView } = view.state;
  const open = (event: MouseEvent) => {
    const { left: x, bottom: y } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    view.openViews({ x, y });
  };
  return html`<button type="button" class="plain-button views-button" aria-haspopup="menu" title="Saved views" @click=${open}>
    ${icon("bookmark")} <span>View<span class="view-colon">:</span></span> <strong>${shownView === undefined ? "none" : visibleText(shownView.name)}</strong> ${icon("chevron-down")}
  </button>`;
}

/** Asks where a view is to be kept and how it is called. */
export function viewSaver(view: RunsView): TemplateResult | typeof nothing {
  const { asked } = view;
  if (asked === undefined) return nothing;
  const save = (event: Event) => {
    event.preventDefault();
    view.saveView();
  };
  return html`<div
    class="picker view-saver"
    role="dialog"
    aria-label="Save view"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Escape") view.askView(undefined);
    }}
  >
   <form @submit=${save}>
    <label>Name <input type="text" class="view-name" .value=${asked.name} required @input=${(event: InputEvent) =>
      view.askView({ ...asked, name: (event.target as HTMLInputElement).value })} /></label>
    ${savingHomesOf(view).map(
      ([home, title, words]) => html`<label class="picker-switch" title=${words}
        ><input type="radio" name="home" .checked=${asked.home === home} @change=${() => view.askView({ ...asked, home })} /> ${title}</label
      >`,
    )}
    <div class="picker-acts">
      <button type="submit" class="button">Save View</button>
      <button type="button" class="plain-button" @click=${() => view.askView(undefined)}>Cancel</button>
    </div>
  </form></div>`;
}

/** What was said of the last view that was opened or saved. */
export function viewNotes({ viewNotes: notes, forgetNotes }: RunsView): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<div class="notice view-notes" role="status">
    ${icon("info")} <span>${visibleText(notes.join(" "))}</span> ${iconButton("close", "Hide this", forgetNotes)}
  </div>`;
}

/** Opens the list of views: from each home those that are there, and what can be done with them. */
export async function openViewList(bridge: Bridge, now: () => RunsView, at: { readonly x: number; readonly y: number }): Promise<void> {
  const isLate = sinceThisPress();
  const { name: experiment, shownView } = now().state;
  const alone = aloneOf(now());
  const { views, notes } = await bridge.ask(savedViewsRequest, { experiment, ...(alone === undefined ? {} : { experimentId: alone }) });
  if (isLate()) return;
  const view = now();
  const isShown = (each: SavedView) => shownView?.home === each.home && shownView.id === each.id;
  const lists = homesOf(view).map(([home]) =>
    views
      .filter((each) => each.home === home)
      .map((each) => ({ label: visibleText(each.name), checked: isShown(each), run: () => showView(view, each) })),
  );
  const current = views.find(isShown);
  const own = current === undefined ? [] : actsOn(bridge, view, current);
  const acts = [
    ...own,
    { label: "Save as…", run: () => view.askView({ name: shownView?.name ?? "", home: keepsIn(view, shownView?.home) }) },
    { label: "Show all as usual", run: () => showUsual(view) },
  ];
  view.note(notes);
  const titles = [...homesOf(view).map(([, title]) => (title === "In MLflow" ? "From MLflow" : title)), ""];
  view.popUp({ label: "Views", parts: [...lists, acts], titles, ...at });
}

function actsOn(bridge: Bridge, view: RunsView, { home, id, name }: SavedView) {
  const save = { label: `Save “${visibleText(name)}”`, run: () => void keepView(bridge, view, { home, id, name }) };
  if (home === "mlflow") return view.catalog.editsRuns ? [save] : [];
  const remove = async () => {
    const answer = await bridge.ask(deleteViewRequest, { home, experiment: view.state.name, id });
    if (answer.ok) view.change({ shownView: undefined });
    else view.note([problemText(answer.problem)]);
  };
  return [save, { label: `Delete “${visibleText(name)}”`, run: () => void remove() }];
}

function showUsual(view: RunsView): void {
  view.change({ ...usual, shownView: undefined });
  view.type("");
}

function showView(view: RunsView, { id, home, name, state, notes = [] }: SavedView): void {
  view.change({ ...usual, ...state, shownView: { id, home, name } });
  view.type(state.filter);
  view.note(notes);
}

/** Keeps what is shown as a view, and says what of it could not be kept. */
export async function keepView(bridge: Bridge, view: RunsView, { home, id, name }: ViewAsked): Promise<void> {
  const { state } = view;
  const params: ViewToSave = { experimentId: aloneOf(view) ?? "", experiment: state.name, home, name, state: viewOf(view) };
  const answer = await bridge.ask(saveViewRequest, id === undefined ? params : { ...params, id });
  if (!answer.ok) {
    view.note([problemText(answer.problem)]);
    return;
  }
  view.change({ shownView: { home, name, id: answer.value.id } });
  view.note([`“${name}” is saved.`, ...answer.value.notes]);
}

/** What a view keeps of the page; the columns that are shown now, whoever chose them. */
function viewOf({ state, catalog }: RunsView): ViewState {
  const { registry: _registry, experimentIds: _ids, name: _name, shownView: _shown, ...own } = state;
  const { history: _history, isDeleted: _deleted, ...rest } = own;
  return { ...rest, columns: keptIds(catalog, state) };
}

/** What a page is without a view. */
const usual: Partial<RunsState> = {
  ...{ filter: "", quick: [], sort: [], values: {}, directions: {}, groupBy: [], summary: "mean", isFlat: false, turned: [] },
  formulas: [],
  ...{ columns: undefined, folded: [], pinned: [], showsDelta: false, widths: {}, frozen: [], leftOut: [] },
};

import type { PageRouter } from "#client/core/pageRouter.ts";
import { restoredRunsState } from "#client/core/panelStates.ts";
import type { Baseline } from "#client/host/baselineStore.ts";
import { type AboutRegistry, aboutOf, type RegistryChange } from "#protocol/registryRequests.ts";
import type { NamedRun, RunAct } from "#protocol/runEdits.ts";
import { curvesRequest } from "#protocol/views/compare.ts";
import { baselineChanged } from "#protocol/views/panel.ts";
import {
  cellConditionsRequest,
  columnTextsRequest,
  newRunsState,
  type RunsState,
  type RunsWanted,
  runIdsRequest,
  runsCatalogRequest,
  runsChosen,
  runsCompare,
  runsGoneRequest,
  runsLeft,
  runsReady,
  runsSetBaseline,
  runsStateChanged,
  runsTextRequest,
  runsWanted,
  runsWindowRequest,
} from "#protocol/views/runs.ts";
import { deleteViewRequest, savedViewsRequest, saveViewRequest } from "#protocol/views/runsViews.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { askerOf, type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";
import { deleteView, type KeptViews, savedViews, saveView } from "./savedViews.ts";

/** An experiment, as a title needs it. */
export interface NamedExperiment {
  readonly id: string;
  readonly name: string;
}

/** The run that comparisons start from. */
export type BaselineOfRuns = Pick<Baseline, "of" | "set" | "onChange">;

interface RunsPanelsContext extends PanelsContext {
  readonly views: KeptViews;
  readonly baseline: BaselineOfRuns;
  readonly openCompare: (ids: readonly string[], names: readonly string[], about: AboutRegistry, formulas?: readonly string[]) => void;
}

/** The open Runs tabs, one for each experiment, or for several that are shown together. */
export class RunsPanels implements Panel {
  readonly #context: RunsPanelsContext;
  readonly #pages: OpenPages<RunsState>;
  /** The runs that are chosen on each page. */
  readonly #chosen = new WeakMap<OpenPage<RunsState>, readonly NamedRun[]>();

  constructor(context: RunsPanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<RunsState>) => this.#router(page);
    this.#pages = new OpenPages("runs", context, { restored: restoredRunsState, router });
    // Whoever sets it: a page, the tree or the palette.
    context.baseline.onChange((id, about) => this.#pages.push(about, baselineChanged, id === undefined ? {} : { id }));
  }

  /** `wanted`: what the page is to show; what is absent in it stays as the page has it. */
  open(experiments: readonly NamedExperiment[], wanted: Partial<RunsWanted> = {}, about?: AboutRegistry): void {
    const ids = experiments.map(({ id }) => id).sort();
    const known = this.#pages.find((state) => [...state.experimentIds].sort().join() === ids.join(), about);
    if (known === undefined) {
      const name = experiments.map((each) => each.name).join(", ");
      const state = { ...newRunsState(ids, name), ...wanted };
      this.#pages.open(state, this.#context.words.t("Runs: {0}", visibleText(name)), about);
      return;
    }
    // A page behind another tab has no document that could hear it: it asks for its state when it is shown.
    known.state = { ...known.state, ...wanted };
    if (Object.keys(wanted).length > 0) {
      // Nothing stays chosen that is not seen any more.
      this.#chosen.delete(known);
      known.page?.push(runsWanted, wanted);
    }
    known.page?.reveal();
  }

  /** Does what a command says to the runs that are chosen on the page that the person works in; false: there is none. */
  pressChosen(act: RunAct): boolean {
    const entry = this.#pages.active;
    const runs = entry === undefined ? [] : (this.#chosen.get(entry) ?? []);
    if (entry === undefined || runs.length === 0) return false;
    this.#context.editRuns(act, runs, aboutOf(entry.state));
    return true;
  }

  /** Runs were deleted or restored. */
  left(ids: readonly string[]): void {
    for (const { page } of this.#pages) page?.push(runsLeft, { ids });
  }

  registerRestore(): { dispose(): unknown } {
    return this.#pages.registerRestore();
  }

  pushChange(changes: RegistryChange): void {
    this.#pages.pushChange(changes);
  }

  #router(entry: OpenPage<RunsState>): PageRouter {
    const { baseline, openCompare, views } = this.#context;
    const asker = askerOf(this.#context, entry);
    const named = () => {
      const runId = baseline.of(entry.state);
      return { ...(runId === undefined ? {} : { baseline: runId }), chosen: (this.#chosen.get(entry) ?? []).map(({ id }) => id) };
    };
    return routerOfPage(this.#context, () => entry.state)
      .answer(runsReady, async () => ({ state: await this.#pages.began(entry), ...named() }))
      .hear(runsStateChanged, (state) => {
        entry.state = { ...state, ...aboutOf(entry.state) };
      })
      .forward(runsCatalogRequest, asker)
      .forward(runsWindowRequest, asker)
      .forward(runIdsRequest, asker)
      .forward(runsGoneRequest, asker)
      .forward(runsTextRequest, asker)
      .forward(curvesRequest, asker)
      .forward(cellConditionsRequest, asker)
      .forward(columnTextsRequest, asker)
      .answer(savedViewsRequest, (params) => savedViews(views, asker, params))
      .answer(saveViewRequest, (params) => saveView(views, asker, params))
      .answer(deleteViewRequest, (params) => deleteView(views, params))
      .hear(runsCompare, ({ ids, names, formulas }) => openCompare(ids, names, aboutOf(entry.state), formulas))
      .hear(runsChosen, ({ runs }) => this.#chosen.set(entry, runs))
      .hear(runsSetBaseline, ({ id }) => baseline.set(id, entry.state));
  }
}

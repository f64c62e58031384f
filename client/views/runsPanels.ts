import type { PageRouter } from "#client/core/pageRouter.ts";
import { restoredRunsState } from "#client/core/panelStates.ts";
import type { RegistryChange, RegistryRef } from "#protocol/registryRequests.ts";
import { curvesRequest } from "#protocol/views/compare.ts";
import {
  baselineChanged,
  cellConditionsRequest,
  columnTextsRequest,
  newRunsState,
  type RunsState,
  runIdsRequest,
  runsCatalogRequest,
  runsCompare,
  runsFilterChosen,
  runsReady,
  runsSetBaseline,
  runsStateChanged,
  runsTextRequest,
  runsWindowRequest,
} from "#protocol/views/runs.ts";
import { deleteViewRequest, savedViewsRequest, saveViewRequest } from "#protocol/views/runsViews.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { askerOf, type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";
import { deleteView, type KeptViews, savedViews, saveView } from "./savedViews.ts";

/** The run that comparisons start from. */
export interface BaselineOfRuns {
  readonly runId: string | undefined;
  set(runId: string | undefined): Promise<void>;
  onChange(listener: (runId: string | undefined) => void): void;
}

interface RunsPanelsContext extends PanelsContext {
  readonly views: KeptViews;
  readonly baseline: BaselineOfRuns;
  readonly openCompare: (ids: readonly string[], names: readonly string[], registry: RegistryRef | undefined) => void;
}

/** The open Runs tabs, one per experiment. */
export class RunsPanels implements Panel {
  readonly #context: RunsPanelsContext;
  readonly #pages: OpenPages<RunsState>;

  constructor(context: RunsPanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<RunsState>) => this.#router(page);
    this.#pages = new OpenPages("runs", context, { restored: restoredRunsState, router });
    // Whoever sets it: a page, the tree or the palette.
    context.baseline.onChange((id) => this.#pages.push(baselineChanged, id === undefined ? {} : { id }));
  }

  /** `filter`: what the page is to show; absent: what it shows, or all runs. */
  open(experimentId: string, name: string, filter?: string, registry?: RegistryRef): void {
    const known = this.#pages.find((state) => state.experimentId === experimentId, registry);
    if (known === undefined) {
      const state = { ...newRunsState(experimentId, name), filter: filter ?? "" };
      this.#pages.open(state, this.#context.words.t("Runs: {0}", visibleText(name)), registry);
      return;
    }
    if (filter !== undefined) {
      // A page behind another tab has no document that could hear it: it asks for its state when it is shown.
      known.state = { ...known.state, filter };
      known.page?.push(runsFilterChosen, { filter });
    }
    known.page?.reveal();
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
    const named = () => (baseline.runId === undefined ? {} : { baseline: baseline.runId });
    return routerOfPage(this.#context)
      .answer(runsReady, async () => ({ state: await this.#pages.began(entry), ...named() }))
      .hear(runsStateChanged, (state) => {
        entry.state = { ...state, ...(entry.state.registry === undefined ? {} : { registry: entry.state.registry }) };
      })
      .forward(runsCatalogRequest, asker)
      .forward(runsWindowRequest, asker)
      .forward(runIdsRequest, asker)
      .forward(runsTextRequest, asker)
      .forward(curvesRequest, asker)
      .forward(cellConditionsRequest, asker)
      .forward(columnTextsRequest, asker)
      .answer(savedViewsRequest, (params) => savedViews(views, asker, params))
      .answer(saveViewRequest, (params) => saveView(views, asker, params))
      .answer(deleteViewRequest, (params) => deleteView(views, params))
      .hear(runsCompare, ({ ids, names }) => openCompare(ids, names, entry.state.registry))
      .hear(runsSetBaseline, ({ id }) => baseline.set(id));
  }
}

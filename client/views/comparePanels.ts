import type { PageRouter } from "#client/core/pageRouter.ts";
import { restoredCompareState, withFormulas } from "#client/core/panelStates.ts";
import { comparisonAddress, type SharedComparison } from "#client/core/shareAddress.ts";
import { editorScheme } from "#client/host/addresses.ts";
import { copyToClipboard } from "#client/host/dialogs.ts";
import { type AboutRegistry, aboutOf, type RegistryChange } from "#protocol/registryRequests.ts";
import {
  type CompareState,
  compareDataRequest,
  compareReady,
  curvesRequest,
  drawFormulas,
  groupCurvesRequest,
  newCompareState,
  pickRuns,
  shareComparison,
  stateChanged,
} from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { explainRequest, openRunsFiltered, relationRequest } from "#protocol/views/compareRelation.ts";
import type { GroupKey } from "#registry/model/compare/groupKey.ts";
import { shortRunId } from "#registry/model/runName.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { withArtifacts } from "./artifactActs.ts";
import { chooseRuns } from "./chooseRuns.ts";
import { askerOf, type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";

interface ComparePanelsContext extends PanelsContext {
  /** The Runs page of an experiment, with a filter. */
  readonly openRuns: (experimentId: string, name: string, filter: string, about: AboutRegistry) => void;
}

/** What somebody who shares a comparison chose in it. */
type Chosen = Pick<SharedComparison, "groupBy" | "formulas">;

/** The open Compare tabs; a comparison of the same runs is shown once. */
export class ComparePanels implements Panel {
  readonly #context: ComparePanelsContext;
  readonly #pages: OpenPages<CompareState>;

  constructor(context: ComparePanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<CompareState>) => this.#router(page);
    this.#pages = new OpenPages("compare", context, { restored: restoredCompareState, router });
  }

  /** `runIds` in the order of the columns, the baseline first; `names` for the title until the page knows better. */
  open(runIds: readonly string[], names: readonly string[] = [], about?: AboutRegistry, chosen: Chosen = {}): void {
    const { groupBy = [], formulas = [] } = chosen;
    const known = this.#pages.find((state) => sameRuns(state.runIds, runIds) && sameGroups(state.groupBy, groupBy), about);
    if (known !== undefined) {
      // A page behind another tab has no document that could hear it: it asks for its state when it is shown.
      known.state = withFormulas(known.state, formulas);
      if (formulas.length > 0) known.page?.push(drawFormulas, { formulas });
      known.page?.reveal();
      return;
    }
    // A run by itself gives way to the next one, and to a comparison with it: whoever looks through runs has one tab, as with files.
    const replaced = this.#pages.find((state) => givesWay(state.runIds, runIds), about);
    const shown = names.length === 0 ? runIds.map((id) => shortRunId(id)) : names.map(visibleText);
    const state = withFormulas({ ...newCompareState(runIds), ...(groupBy.length > 0 ? { groupBy } : {}) }, formulas);
    this.#pages.open(state, this.#context.words.t("Compare: {0}", shortList(shown)), about);
    replaced?.page?.close();
  }

  registerRestore(): { dispose(): unknown } {
    return this.#pages.registerRestore();
  }

  pushChange(changes: RegistryChange): void {
    this.#pages.pushChange(changes);
  }

  #copyAddress(entry: OpenPage<CompareState>, shared: Omit<SharedComparison, "registry">): void {
    const { registry } = entry.state;
    const address = comparisonAddress(editorScheme(), this.#context.extensionId, {
      ...(registry === undefined ? {} : { registry }),
      ...shared,
    });
    void copyToClipboard(address, this.#context.words.t("Copied {0}", this.#context.words.t("the address of this comparison")));
  }

  #router(entry: OpenPage<CompareState>): PageRouter {
    const asker = askerOf(this.#context, entry);
    return withArtifacts(
      routerOfPage(this.#context, () => entry.state),
      asker,
      () => entry.state,
    )
      .answer(compareReady, () => this.#pages.began(entry))
      .hear(stateChanged, ({ state, title }) => {
        entry.state = state;
        if (entry.page !== undefined) entry.page.title = title;
      })
      .forward(compareDataRequest, asker)
      .forward(curvesRequest, asker)
      .forward(groupCurvesRequest, asker)
      .forward(modelsOfRunsRequest, asker)
      .forward(relationRequest, asker)
      .forward(explainRequest, asker)
      .hear(shareComparison, (shared) => this.#copyAddress(entry, shared))
      .hear(openRunsFiltered, ({ experimentId, name, filter }) => this.#context.openRuns(experimentId, name, filter, aboutOf(entry.state)))
      .answer(
        pickRuns,
        async ({ except, experimentId }) =>
          (await chooseRuns({ ...this.#context, asker }, experimentId, except))?.map(({ id }) => id) ?? [],
      );
  }
}

function sameRuns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left[0] === right[0] && right.every((id) => left.includes(id));
}

/** Who asks for runs without a word on groups takes them as they are shown. */
function sameGroups(shown: readonly GroupKey[] = [], asked: readonly GroupKey[]): boolean {
  return asked.length === 0 || asked.join("\n") === shown.join("\n");
}

function givesWay(shown: readonly string[], next: readonly string[]): boolean {
  const [only] = shown;
  return shown.length === 1 && (next.length === 1 || next.some((id) => id === only));
}

/** `gbm-031, gbm-027, +2` */
function shortList(names: readonly string[]): string {
  const rest = names.length - 2;
  return [...names.slice(0, 2), ...(rest > 0 ? [`+${rest}`] : [])].join(", ");
}

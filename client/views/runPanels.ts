import type { PageRouter } from "#client/core/pageRouter.ts";
import { restoredRunPageState } from "#client/core/panelStates.ts";
import { runPageUrl } from "#client/core/sourceText.ts";
import { openChangesSince } from "#client/host/codeDiff.ts";
import { openExternal } from "#client/host/dialogs.ts";
import { type AboutRegistry, aboutOf, type RegistryChange } from "#protocol/registryRequests.ts";
import { curvesRequest } from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { baselineChanged } from "#protocol/views/panel.ts";
import {
  newRunPageState,
  openRunPage,
  openVersionPage,
  type PressedRun,
  type RunPageState,
  type RunPress,
  runPageChanged,
  runPagePressed,
  runPageReady,
  runPageRequest,
} from "#protocol/views/run.ts";
import { shortRunId } from "#registry/model/runName.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { withArtifacts } from "./artifactActs.ts";
import { chooseRuns } from "./chooseRuns.ts";
import { askerOf, type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";
import { copyRunCommand } from "./runCommand.ts";
import type { BaselineOfRuns } from "./runsPanels.ts";

interface RunPanelsContext extends PanelsContext {
  readonly baseline: BaselineOfRuns;
  readonly openCompare: (ids: readonly string[], names: readonly string[], about: AboutRegistry) => void;
  readonly openRuns: (experimentId: string, name: string, about: AboutRegistry) => void;
  readonly openVersion: (model: string, version: string, about: AboutRegistry) => void;
}

/** The open tabs of single runs, one per run. */
export class RunPanels implements Panel {
  readonly #context: RunPanelsContext;
  readonly #pages: OpenPages<RunPageState>;

  constructor(context: RunPanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<RunPageState>) => this.#router(page);
    this.#pages = new OpenPages("run", context, { restored: restoredRunPageState, router });
    context.baseline.onChange((id, about) => this.#pages.push(about, baselineChanged, id === undefined ? {} : { id }));
  }

  /** `name`: for the title until the page knows better; empty: its id stands for it. */
  open(id: string, name: string, about?: AboutRegistry): void {
    const known = this.#pages.find((state) => state.runId === id, about);
    if (known !== undefined) {
      known.page?.reveal();
      return;
    }
    // Gives way to the next one: whoever looks through runs has one tab, as with files.
    const replaced = this.#pages.find(() => true, about);
    const shown = name === "" ? shortRunId(id) : name;
    this.#pages.open(newRunPageState(id, shown), this.#context.words.t("Run: {0}", visibleText(shown)), about);
    replaced?.page?.close();
  }

  registerRestore(): { dispose(): unknown } {
    return this.#pages.registerRestore();
  }

  pushChange(changes: RegistryChange): void {
    this.#pages.pushChange(changes);
  }

  #router(entry: OpenPage<RunPageState>): PageRouter {
    const asker = askerOf(this.#context, entry);
    return withArtifacts(
      routerOfPage(this.#context, () => entry.state),
      asker,
      () => entry.state,
    )
      .answer(runPageReady, async () => {
        const state = await this.#pages.began(entry);
        const runId = this.#context.baseline.of(state);
        return { state, ...(runId === undefined ? {} : { baseline: runId }), hasBrowser: this.#addressOf(entry, "", "") !== undefined };
      })
      .hear(runPageChanged, ({ state, title }) => {
        entry.state = { ...state, ...aboutOf(entry.state) };
        if (entry.page !== undefined) entry.page.title = title;
      })
      .forward(runPageRequest, asker)
      .forward(curvesRequest, asker)
      .forward(modelsOfRunsRequest, asker)
      .hear(runPagePressed, ({ act, run }) => this.#press(entry, act, run))
      .hear(openRunPage, ({ id, name }) => this.open(id, name, aboutOf(entry.state)))
      .hear(openVersionPage, ({ model, version }) => this.#context.openVersion(model, version, aboutOf(entry.state)));
  }

  async #press(entry: OpenPage<RunPageState>, act: RunPress, run: PressedRun): Promise<void> {
    const { baseline, openCompare, openRuns, showNote } = this.#context;
    const about = aboutOf(entry.state);
    if (act === "setAsBaseline") await baseline.set(run.id, about);
    else if (act === "openRuns") openRuns(run.experimentId, run.experiment, about);
    else if (act === "copyCommand") await copyRunCommand({ ...this.#context, asker: askerOf(this.#context, entry) }, run.id);
    else if (act === "showNote") showNote(run, about);
    else if (act === "diffCode") await openChangesSince(this.#context.asker, run.commit);
    else if (act === "compareWithBaseline") {
      const runId = baseline.of(about);
      if (runId !== undefined) openCompare([runId, run.id], [], about);
    } else if (act === "compareWith") {
      const asker = askerOf(this.#context, entry);
      const others = (await chooseRuns({ ...this.#context, asker }, run.experimentId, [run.id])) ?? [];
      const compared = [run, ...others];
      if (others.length > 0)
        openCompare(
          compared.map(({ id }) => id),
          compared.map(({ name }) => name),
          about,
        );
    } else if (act === "openInBrowser") {
      const url = this.#addressOf(entry, run.experimentId, run.id);
      if (url !== undefined) await openExternal(url);
    }
  }

  /** In the registry's own pages. Those of a registry that is not shown are not known. */
  #addressOf({ state }: OpenPage<RunPageState>, experimentId: string, runId: string): string | undefined {
    const shown = this.#context.source.state;
    return state.registry === undefined || state.registry === shown?.uri ? runPageUrl(shown, experimentId, runId) : undefined;
  }
}

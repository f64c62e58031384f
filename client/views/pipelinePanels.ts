import { fileToOpen } from "#client/core/fileToOpen.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import { restoredPipelineState } from "#client/core/panelStates.ts";
import { onCursorMoved, onPipelineTouched, openLine } from "#client/host/pipelineFile.ts";
import { aboutOf } from "#protocol/registryRequests.ts";
import {
  cursorMoved,
  openStage,
  type PipelineState,
  pipelineReady,
  pipelineRequest,
  pipelineStateChanged,
  pipelineTouched,
  trackedId,
} from "#protocol/views/pipeline.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import { type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";

/** The open Pipeline tabs, one for each file. They tell their pages what happens in the editor as long as one is open. */
export class PipelinePanels implements Panel {
  readonly #context: PanelsContext;
  readonly #pages: OpenPages<PipelineState>;
  #isWatching = false;

  constructor(context: PanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<PipelineState>) => this.#router(page);
    this.#pages = new OpenPages("pipeline", context, { restored: restoredPipelineState, router });
  }

  /** `stage`: the one to begin with. */
  open(uri: string, stage?: string): void {
    const known = this.#pages.find((state) => state.uri === uri);
    if (known !== undefined) {
      known.page?.reveal();
      return;
    }
    const path = decodeURIComponent(uri).split("/").slice(-2).join("/");
    // A `.dvc` file has one, without a name.
    const chosen = stage === undefined ? {} : { chosen: stage === "" ? trackedId(uri) : `stage:${stage}` };
    this.#pages.open({ uri, open: [], ...chosen }, this.#context.words.t("Pipeline: {0}", path));
  }

  registerRestore(): { dispose(): unknown } {
    return this.#pages.registerRestore();
  }

  /** A graph shows nothing of the registry. */
  pushChange(_changes: ChangeSet): void {}

  /** What is shown may be another. */
  touched(): void {
    for (const { page } of this.#pages) page?.push(pipelineTouched, null);
  }

  #router(entry: OpenPage<PipelineState>): PageRouter {
    this.#watch();
    return routerOfPage(this.#context)
      .answer(pipelineReady, async () => entry.state)
      .hear(pipelineStateChanged, (state) => {
        entry.state = { ...state, ...aboutOf(entry.state) };
      })
      .forward(pipelineRequest, this.#context.asker)
      .hear(openStage, ({ file, line, takesFocus }) => {
        const uri = fileToOpen(entry.state.uri, file);
        if (uri !== undefined) void openLine(uri, line, takesFocus, entry.page?.column);
      });
  }

  /** From the first page on, until the window closes: an editor without one is told nothing. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    onPipelineTouched(() => this.touched());
    // Its file may stand in the graph of any of them.
    onCursorMoved((uri, line) => {
      for (const { page } of this.#pages) page?.push(cursorMoved, { uri, line });
    });
  }
}

import type { Uri, WebviewPanel } from "vscode";
import type { Asker } from "#client/core/asker.ts";
import { PageRouter } from "#client/core/pageRouter.ts";
import { restoredCompareState } from "#client/core/panelStates.ts";
import type { Wording } from "#client/core/wording.ts";
import { openCodeChanges } from "#client/host/codeDiff.ts";
import { copyToClipboard } from "#client/host/dialogs.ts";
import { openPolicyFile } from "#client/host/policyFile.ts";
import { registerPageRestore, WebPage } from "#client/host/webPage.ts";
import {
  type CompareState,
  compareDataRequest,
  compareReady,
  copyText,
  curvesRequest,
  dataChanged,
  newCompareState,
  openCodeDiff,
  openPolicyLine,
  pickRuns,
  stateChanged,
} from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { chooseRuns } from "./chooseRuns.ts";

export interface PanelsContext {
  readonly asker: Asker;
  readonly words: Wording;
  readonly extensionUri: Uri;
}

interface OpenPage {
  page: WebPage | undefined;
  state: CompareState;
}

/** The open Compare tabs; a comparison of the same runs is shown once. */
export class ComparePanels {
  readonly #context: PanelsContext;
  readonly #open = new Set<OpenPage>();

  constructor(context: PanelsContext) {
    this.#context = context;
  }

  /** `runIds` in the order of the columns, the baseline first; `names` for the title until the page knows better. */
  open(runIds: readonly string[], names: readonly string[] = []): void {
    const known = [...this.#open].find(({ state }) => sameRuns(state.runIds, runIds));
    if (known !== undefined) {
      known.page?.reveal();
      return;
    }
    // A run by itself gives way to the next one, and to a comparison with it: whoever looks through runs has one tab, as with files.
    const replaced = [...this.#open].find(({ state }) => givesWay(state.runIds, runIds));
    const entry: OpenPage = { page: undefined, state: newCompareState(runIds) };
    const title = this.#context.words.t(
      "Compare: {0}",
      shortList(names.length === 0 ? runIds.map((id) => id.slice(0, 8)) : names.map(visibleText)),
    );
    this.#track(entry, WebPage.open("compare", title, this.#context.extensionUri, this.#router(entry)));
    replaced?.page?.close();
  }

  registerRestore(): { dispose(): unknown } {
    return registerPageRestore("compare", (panel, kept) => this.#restore(panel, kept));
  }

  pushChange(): void {
    for (const { page } of this.#open) page?.push(dataChanged, null);
  }

  #restore(panel: WebviewPanel, kept: unknown): void {
    const state = restoredCompareState(kept);
    if (state === undefined) {
      panel.dispose();
      return;
    }
    const entry: OpenPage = { page: undefined, state };
    this.#track(entry, new WebPage("compare", panel, this.#context.extensionUri, this.#router(entry)));
  }

  #track(entry: OpenPage, page: WebPage): void {
    entry.page = page;
    this.#open.add(entry);
    page.onClosed(() => this.#open.delete(entry));
  }

  #router(entry: OpenPage): PageRouter {
    const { asker, words } = this.#context;
    return new PageRouter()
      .answer(compareReady, () => entry.state)
      .hear(stateChanged, ({ state, title }) => {
        entry.state = state;
        if (entry.page !== undefined) entry.page.title = title;
      })
      .forward(compareDataRequest, asker)
      .forward(curvesRequest, asker)
      .answer(
        pickRuns,
        async ({ except, experimentId }) => (await chooseRuns(this.#context, experimentId, except))?.map(({ id }) => id) ?? [],
      )
      .hear(openCodeDiff, ({ left, right }) => void openCodeChanges(asker, left, right))
      .hear(openPolicyLine, ({ line }) => void openPolicyFile(line))
      .hear(copyText, ({ text, what }) => void copyToClipboard(text, words.t("Copied {0}", what)));
  }
}

function sameRuns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left[0] === right[0] && right.every((id) => left.includes(id));
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

import type { WebviewPanel } from "vscode";
import { askAnswer } from "#client/core/asker.ts";
import { PageRouter } from "#client/core/pageRouter.ts";
import { newPromotionState, promotionTitle, rememberedState, restoredPromotionState } from "#client/core/panelStates.ts";
import { openCodeChanges } from "#client/host/codeDiff.ts";
import { askText, copyToClipboard } from "#client/host/dialogs.ts";
import { openPolicyFile } from "#client/host/policyFile.ts";
import { registerPageRestore, WebPage } from "#client/host/webPage.ts";
import { copyText, dataChanged, openCodeDiff, openPolicyLine } from "#protocol/views/compare.ts";
import {
  type ActOutcome,
  type ActParams,
  type PromotionFocus,
  type PromotionTarget,
  type PromotionViewState,
  promotionActRequest,
  promotionFocus,
  promotionOpenCompare,
  promotionPageRequest,
  promotionReady,
  promotionSetTag,
  promotionStateChanged,
  setTagRequest,
} from "#protocol/views/promotion.ts";
import type { PanelsContext } from "./comparePanels.ts";

export interface PromotionPanelsContext extends PanelsContext {
  readonly openCompare: (runIds: readonly string[]) => void;
  /** An act was done on a page. */
  readonly acted: (params: ActParams, outcome: ActOutcome) => void;
}

interface OpenPage {
  page: WebPage | undefined;
  state: PromotionViewState;
}

/** The open Promotion tabs, one per version and environment. */
export class PromotionPanels {
  readonly #context: PromotionPanelsContext;
  readonly #open = new Set<OpenPage>();

  constructor(context: PromotionPanelsContext) {
    this.#context = context;
  }

  /** `focus`: the page is opened in place of an act, and says why. */
  open(target: PromotionTarget, focus?: PromotionFocus): void {
    const known = [...this.#open].find(({ state }) => sameTarget(state.target, target));
    if (known !== undefined) {
      if (focus !== undefined) goTo(known, focus);
      known.page?.reveal();
      return;
    }
    const entry: OpenPage = { page: undefined, state: { ...newPromotionState(target), ...(focus === undefined ? {} : { focus }) } };
    this.#track(entry, WebPage.open("promotion", promotionTitle(target), this.#context.extensionUri, this.#router(entry)));
  }

  registerRestore(): { dispose(): unknown } {
    return registerPageRestore("promotion", (panel, kept) => this.#restore(panel, kept));
  }

  pushChange(): void {
    for (const { page } of this.#open) page?.push(dataChanged, null);
  }

  #restore(panel: WebviewPanel, kept: unknown): void {
    const state = restoredPromotionState(kept);
    if (state === undefined) {
      panel.dispose();
      return;
    }
    const entry: OpenPage = { page: undefined, state };
    this.#track(entry, new WebPage("promotion", panel, this.#context.extensionUri, this.#router(entry)));
  }

  #track(entry: OpenPage, page: WebPage): void {
    entry.page = page;
    this.#open.add(entry);
    page.onClosed(() => this.#open.delete(entry));
  }

  #router(entry: OpenPage): PageRouter {
    const { asker, words, openCompare, acted } = this.#context;
    return new PageRouter()
      .answer(promotionReady, () => {
        const { state } = entry;
        entry.state = rememberedState(state);
        return state;
      })
      .hear(promotionStateChanged, (state) => {
        entry.state = rememberedState(state);
      })
      .forward(promotionPageRequest, asker, (_target, page) => retarget(entry, page))
      .forward(promotionActRequest, asker, (params, outcome) => {
        if (outcome.done) acted(params, outcome);
      })
      .forward(setTagRequest, asker)
      .answer(promotionSetTag, ({ key }) => this.#setTag(entry.state.target, key))
      .hear(promotionOpenCompare, ({ runIds }) => openCompare(runIds))
      .hear(openCodeDiff, ({ left, right }) => void openCodeChanges(asker, left, right))
      .hear(openPolicyLine, ({ line }) => void openPolicyFile(line))
      .hear(copyText, ({ text, what }) => void copyToClipboard(text, words.t("Copied {0}", what)));
  }

  async #setTag({ model, version }: PromotionTarget, key: string): Promise<boolean> {
    const { asker, words } = this.#context;
    const value = await askText({
      title: words.t("Set Tag {0}", key),
      prompt: words.t("Value of the tag {0} on {1} v{2}", key, model, version),
      validate: (text) => (text.trim() === "" ? words.t("The gate needs a value.") : undefined),
    });
    if (value === undefined) return false;
    const answer = await askAnswer(asker, setTagRequest, { model, version, key, value });
    if (!answer.ok) throw new Error(`${answer.problem.message} ${answer.problem.next}`);
    return true;
  }
}

/** A page that is on the screen is told; another one asks for its state when it is shown. */
function goTo(entry: OpenPage, focus: PromotionFocus): void {
  if (entry.page?.visible) entry.page.push(promotionFocus, focus);
  else entry.state = { ...entry.state, focus };
}

/** The server chose or the person changed the environment: the tab follows. */
function retarget(entry: OpenPage, target: Required<PromotionTarget>): void {
  const { model, version, to } = target;
  entry.state = { ...entry.state, target: { model, version, to } };
  if (entry.page !== undefined) entry.page.title = promotionTitle(entry.state.target);
}

function sameTarget(left: PromotionTarget, right: PromotionTarget): boolean {
  return left.model === right.model && left.version === right.version && (right.to === undefined || left.to === right.to);
}

import { type Asker, askAnswer } from "#client/core/asker.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import { newPromotionState, promotionTitle, rememberedState, restoredPromotionState } from "#client/core/panelStates.ts";
import { askText } from "#client/host/dialogs.ts";
import { problemText } from "#protocol/message.ts";
import { type AboutRegistry, aboutOf, type RegistryChange } from "#protocol/registryRequests.ts";
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
import { askerOf, type OpenPage, OpenPages, type Panel, type PanelsContext } from "./openPages.ts";
import { routerOfPage } from "./pageActs.ts";

export interface PromotionPanelsContext extends PanelsContext {
  readonly openCompare: (runIds: readonly string[], about: AboutRegistry) => void;
  /** An act was done on a page. */
  readonly acted: (params: ActParams, outcome: ActOutcome, about: AboutRegistry) => void;
}

/** The open Promotion tabs, one per version and environment. */
export class PromotionPanels implements Panel {
  readonly #context: PromotionPanelsContext;
  readonly #pages: OpenPages<PromotionViewState>;

  constructor(context: PromotionPanelsContext) {
    this.#context = context;
    const router = (page: OpenPage<PromotionViewState>) => this.#router(page);
    this.#pages = new OpenPages("promotion", context, { restored: restoredPromotionState, router });
  }

  /** `focus`: the page is opened in place of an act, and says why. */
  open(target: PromotionTarget, focus?: PromotionFocus, about?: AboutRegistry): void {
    const known = this.#pages.find((state) => sameTarget(state.target, target), about);
    if (known !== undefined) {
      if (focus !== undefined) goTo(known, focus);
      known.page?.reveal();
      return;
    }
    const state = { ...newPromotionState(target), ...(focus === undefined ? {} : { focus }) };
    this.#pages.open(state, promotionTitle(target), about);
  }

  registerRestore(): { dispose(): unknown } {
    return this.#pages.registerRestore();
  }

  pushChange(changes: RegistryChange): void {
    this.#pages.pushChange(changes);
  }

  #router(entry: OpenPage<PromotionViewState>): PageRouter {
    const { openCompare, acted } = this.#context;
    const asker = askerOf(this.#context, entry);
    return routerOfPage(this.#context)
      .answer(promotionReady, async () => {
        const state = await this.#pages.began(entry);
        entry.state = rememberedState(state);
        return state;
      })
      .hear(promotionStateChanged, (state) => {
        entry.state = rememberedState(state);
      })
      .forward(promotionPageRequest, asker, (_target, page) => retarget(entry, page))
      .forward(promotionActRequest, asker, (params, outcome) => {
        if (outcome.done) acted(params, outcome, aboutOf(entry.state));
      })
      .forward(setTagRequest, asker)
      .answer(promotionSetTag, ({ key }) => this.#setTag(asker, entry.state.target, key))
      .hear(promotionOpenCompare, ({ runIds }) => openCompare(runIds, aboutOf(entry.state)));
  }

  async #setTag(asker: Asker, { model, version }: PromotionTarget, key: string): Promise<boolean> {
    const { words } = this.#context;
    const value = await askText({
      title: words.t("Set Tag {0}", key),
      prompt: words.t("Value of the tag {0} on {1} v{2}", key, model, version),
      validate: (text) => (text.trim() === "" ? words.t("The gate needs a value.") : undefined),
    });
    if (value === undefined) return false;
    const answer = await askAnswer(asker, setTagRequest, { model, version, key, value });
    if (!answer.ok) throw new Error(problemText(answer.problem));
    return true;
  }
}

/** A page that is on the screen is told; another one asks for its state when it is shown. */
function goTo(entry: OpenPage<PromotionViewState>, focus: PromotionFocus): void {
  if (entry.page?.visible) entry.page.push(promotionFocus, focus);
  else entry.state = { ...entry.state, focus };
}

/** The server chose or the person changed the environment: the tab follows. */
function retarget(entry: OpenPage<PromotionViewState>, target: Required<PromotionTarget>): void {
  const { model, version, to } = target;
  entry.state = { ...entry.state, target: { model, version, to } };
  if (entry.page !== undefined) entry.page.title = promotionTitle(entry.state.target);
}

function sameTarget(left: PromotionTarget, right: PromotionTarget): boolean {
  return left.model === right.model && left.version === right.version && (right.to === undefined || left.to === right.to);
}

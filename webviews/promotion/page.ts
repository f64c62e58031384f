import { html, nothing, type TemplateResult } from "lit";
import type { Answer, Problem } from "#protocol/message.ts";
import { dataChanged } from "#protocol/views/panel.ts";
import {
  type ActKind,
  type ActOutcome,
  type PromotionFocus,
  type PromotionPage,
  type PromotionViewState,
  promotionActRequest,
  promotionFocus,
  promotionPageRequest,
  promotionReady,
  promotionSetTag,
  promotionStateChanged,
} from "#protocol/views/promotion.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { announce } from "../ui/announce.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import { PageElement } from "../ui/page.ts";
import { moveBetweenSections } from "../ui/section.ts";
import { failedState, loadingState } from "../ui/states.ts";
import { actionBar, changedTitle } from "./actionBar.ts";
import { Attention } from "./attention.ts";
import { columnsOf } from "./columns.ts";
import { differencesSection } from "./differences.ts";
import { editorActs } from "./editorActs.ts";
import { enforcement } from "./enforcement.ts";
import { failedNotice } from "./failedNotice.ts";
import { gatesSection } from "./gates.ts";
import { head } from "./head.ts";
import { isDecidedOnWith } from "./isDecidedOnWith.ts";
import { jumpToDecision } from "./jumpToDecision.ts";
import { rail } from "./rail.ts";
import { type PromotionView, toggled } from "./view.ts";
import { visiblePage } from "./visiblePage.ts";

/** The page: asks for what stands on it, keeps the draft, sends the reader's acts, and draws. */
export class PromotionPageElement extends PageElement {
  static override properties = {
    state: { state: true },
    page: { state: true },
    problem: { state: true },
    draftProblem: { state: true },
    busy: { state: true },
    checking: { state: true },
    opened: { state: true },
    showsRequested: { state: true },
  };
  declare private state: PromotionViewState | undefined;
  declare private page: PromotionPage | undefined;
  declare private problem: Problem | undefined;
  declare private draftProblem: string;
  declare private busy: ActKind | undefined;
  declare private checking: boolean;
  declare private opened: ReadonlySet<string>;
  declare private showsRequested: boolean;

  readonly #bridge = Bridge.ofPage();
  readonly #attention = new Attention();
  readonly #reader = new OneReader((signal) => this.#read(signal));
  /** What takes the focus after the next drawing. */
  #focusNext: string | undefined;
  /** What had the focus before this drawing. */
  #focused: Element | null = null;

  constructor() {
    super();
    this.draftProblem = "";
    this.checking = false;
    this.opened = new Set();
    this.showsRequested = false;
    this.#bridge.on(dataChanged, (changes) => {
      if (this.problem !== undefined || isDecidedOnWith(this.page, changes)) this.#reader.askAgain();
    });
    this.#bridge.on(promotionFocus, (focus) => this.#goTo(focus));
    this.addEventListener("keydown", (event) => moveBetweenSections(event, this));
    this.addEventListener("keydown", (event) => jumpToDecision(event, this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.ask(promotionReady, null).then(
      ({ focus, ...state }) => {
        this.state = state;
        if (focus !== undefined) this.#goTo(focus);
        this.#load();
      },
      (error: Error) => this.#fail(error),
    );
  }

  override render(): TemplateResult {
    const { page, problem } = this;
    if (!page) return problem ? failedState(problem, () => this.#load(), this.#bridge) : loadingState("Checking the gates…");
    const view = this.#view(page);
    return html`<main class="page-scroll">
        ${head(view)}${problem ? failedNotice(problem, page, () => this.#load()) : nothing}
        <div class="columns">
          <div class="main-column" ${cssVariables(columnsOf(page))}>${gatesSection(view)}${differencesSection(view)}</div>
          ${rail(view)} ${enforcement(view.page.enforcement)}
        </div>
      </main>
      ${actionBar(view)}`;
  }

  protected override willUpdate(): void {
    this.#focused = this.contains(document.activeElement) ? document.activeElement : null;
  }

  /** Gives the focus to where an act leads; where the focused control is gone (its gate passes now), to the title. */
  protected override updated(): void {
    if (this.page === undefined) return;
    const lost = this.#focused !== null && !this.#focused.isConnected;
    const next = this.#focusNext ?? (lost ? "h1" : undefined);
    this.#focusNext = undefined;
    if (next !== undefined) this.querySelector<HTMLElement>(next)?.focus();
  }

  /** The page was opened in place of an act: the focus goes to the box, and the words beside it say why. */
  #goTo({ on, why }: PromotionFocus): void {
    this.draftProblem = why;
    this.#focusNext = `#${on}`;
  }

  #view(page: PromotionPage): PromotionView {
    const state = this.state ?? { target: { model: page.model, version: page.version }, draft: "", folded: [] };
    const shown = visiblePage(page);
    return {
      page: shown,
      folded: new Set(state.folded),
      opened: this.opened,
      draft: state.draft,
      draftProblem: this.draftProblem,
      busy: this.busy,
      changes: this.#attention.changes,
      to: visibleText(state.target.to ?? page.to),
      checking: this.checking,
      asRequested: this.showsRequested ? shown.asRequested : undefined,
      now: Date.now(),
      ...editorActs(this.#bridge, page),
      toggle: (name) => this.#remember({ folded: toggled(state.folded, name) }),
      showGroup: (title) => this.#showGroup(title),
      showEqual: (group) => {
        this.opened = new Set(toggled([...this.opened], group));
      },
      choose: (name) => {
        const to = page.choices[shown.choices.indexOf(name)] ?? page.to;
        this.#remember({ target: { ...state.target, to } });
        this.#load();
      },
      checkAgain: () => this.#load(),
      setTag: (gate) => this.#setTag(page.gates[shown.gates.indexOf(gate)]?.action?.key),
      goToDecision: () => this.querySelector<HTMLElement>("#comment")?.focus(),
      lookAtChanges: () => this.#lookAtChanges(),
      knowChanges: () => {
        this.#attention.acknowledge(page);
        this.#focusNext = "#comment";
        this.requestUpdate();
      },
      showReason: () => this.querySelector<HTMLElement>(".event-request")?.focus(),
      showAsRequested: (shown) => {
        this.showsRequested = shown;
        this.#focusNext = '[data-section="gates"] .section-toggle';
      },
      write: (draft) => {
        this.draftProblem = "";
        this.#remember({ draft });
      },
      act: (kind) => this.#act(page, kind),
    };
  }

  #remember(change: Partial<PromotionViewState>): void {
    if (this.state === undefined) return;
    this.state = { ...this.state, ...change };
    this.#bridge.tell(promotionStateChanged, this.state);
    this.#bridge.keep(this.state);
  }

  #load(): void {
    this.#reader.ask();
  }

  /** Reads the page again; an answer that a later question or an act has overtaken is dropped. */
  async #read(signal: AbortSignal): Promise<void> {
    if (this.state === undefined) return;
    this.checking = true;
    const { to } = this.state.target;
    const seen = to === undefined || to === this.page?.to ? this.#attention.seen : undefined;
    const question = { ...this.state.target, ...(seen === undefined ? {} : { seen }) };
    try {
      this.#show(await this.#bridge.ask(promotionPageRequest, question, signal));
    } catch (error) {
      if (!signal.aborted) this.#fail(error as Error);
    }
  }

  #show(answer: Answer<PromotionPage>): void {
    this.checking = false;
    this.problem = answer.ok ? undefined : answer.problem;
    if (!answer.ok) {
      this.#keepEnvironment();
      return;
    }
    if (this.page === undefined && answer.value.state === "draft" && answer.value.acts[0]?.enabled) this.#focusNext = "#comment";
    const before = this.#attention.changes;
    if (answer.value.to === this.page?.to) this.#attention.take(answer.value);
    else this.#attention.acknowledge(answer.value);
    this.page = answer.value;
    const { changes } = this.#attention;
    if (changes !== before && changes.length > 0) announce(`${changedTitle({ page: answer.value })} ${changes.join(" ")}`);
    this.#bridge.keep(this.state);
  }

  /** Where another environment could not be read, the page and its choice stay with the one that is shown. */
  #keepEnvironment(): void {
    const { page, state } = this;
    if (page && state?.target.to !== undefined && state.target.to !== page.to) this.#remember({ target: { ...state.target, to: page.to } });
  }

  #showGroup(title: string): void {
    const name = `group-${title}`;
    const folded = (this.state?.folded ?? []).filter((item) => item !== name && item !== "differences");
    this.#remember({ folded });
    this.#focusNext = `[data-group="${title}"] .section-toggle`;
  }

  /** Sends an act on exactly what the page shows; one at a time, and none while another environment is being read. */
  #act(page: PromotionPage, kind: ActKind): void {
    const act = page.acts.find((item) => item.kind === kind);
    const asksOther = this.state?.target.to !== undefined && this.state.target.to !== page.to;
    if (!act?.enabled || this.busy !== undefined || asksOther) return;
    if (this.#attention.press(page, performance.now()) === "leads") {
      this.#lookAtChanges();
      return;
    }
    const comment = (this.state?.draft ?? "").trim();
    if (act.needsComment && comment === "") {
      this.draftProblem = act.needsComment;
      this.querySelector<HTMLElement>("#comment")?.focus();
      return;
    }
    this.busy = kind;
    const target = { model: page.model, version: page.version, to: page.to };
    const seen = { seen: page.seen, ...(page.promotionId ? { promotionId: page.promotionId } : {}) };
    this.#bridge.ask(promotionActRequest, { target, act: kind, comment, ...seen }).then(
      (answer) => this.#done(answer),
      (error: Error) => this.#fail(error),
    );
  }

  /** After an act the page shows what the registry holds, not what was read meanwhile; where nothing was written, the text in the box stays. */
  #done(answer: Answer<ActOutcome>): void {
    this.#reader.drop();
    this.busy = undefined;
    this.checking = false;
    this.problem = answer.ok ? undefined : answer.problem;
    if (!answer.ok) {
      this.#focusNext = ".notice";
      return;
    }
    const { done, page, message } = answer.value;
    // What stopped the act is news to the reader; what the act did is not.
    if (done) this.#attention.acknowledge(page);
    else this.#attention.take({ ...page, changed: [message] });
    this.page = page;
    if (done) this.#remember({ draft: "", target: { model: page.model, version: page.version, to: page.to } });
    this.#focusNext = done ? "h1" : page.banner.length > 0 ? ".banner" : "h1";
    announce(`${message} ${page.pill.text}`);
  }

  #lookAtChanges(): void {
    this.requestUpdate();
    const place = this.querySelector<HTMLElement>(".banner") ?? this.querySelector<HTMLElement>('[data-section="gates"]');
    place?.scrollIntoView({ block: "nearest" });
    this.querySelector<HTMLElement>(".changed-note")?.focus();
  }

  #setTag(key: string | undefined): void {
    if (key === undefined) return;
    this.#bridge.ask(promotionSetTag, { key }).then(
      (isSet) => isSet && this.#load(),
      (error: Error) => this.#fail(error),
    );
  }

  #fail(error: Error): void {
    this.busy = undefined;
    this.checking = false;
    this.problem = { kind: "internal", message: error.message, next: "" };
  }
}

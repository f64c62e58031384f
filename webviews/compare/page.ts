import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import {
  addRuns,
  type CompareData,
  type CompareState,
  compareDataRequest,
  compareReady,
  copyText,
  dataChanged,
  newCompareState,
  openCodeDiff,
  openPolicyLine,
  pickRuns,
  stateChanged,
} from "#protocol/views/compare.ts";
import { runMarks } from "#registry/model/compare/runMark.ts";
import { Bridge } from "../bridge/bridge.ts";
import { ChartGroup } from "../charts/chartGroup.ts";
import { PageElement } from "../ui/page.ts";
import { moveBetweenSections } from "../ui/section.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { clockTime } from "../ui/time.ts";
import { changeRows } from "./changes.ts";
import { changesSection } from "./changesSection.ts";
import { tableText } from "./copy.ts";
import { CurveStore } from "./curveStore.ts";
import { curvesSection } from "./curvesSection.ts";
import { header } from "./header.ts";
import { metricsSection } from "./metricsSection.ts";
import { metricTable } from "./metricTable.ts";
import { pageTitle, withoutRun, withRuns } from "./state.ts";
import type { CompareView } from "./view.ts";

/** The page: asks for the data of its runs, keeps what the person chose, and draws. */
export class ComparePage extends PageElement {
  static override properties = {
    state: { state: true },
    data: { state: true },
    problem: { state: true },
  };
  declare private state: CompareState;
  declare private data: CompareData | undefined;
  declare private problem: Problem | undefined;

  readonly #bridge = Bridge.ofPage();
  readonly #curves = new CurveStore(this.#bridge, () => this.requestUpdate());
  readonly #charts = new ChartGroup(() => this.requestUpdate());
  #loads = 0;
  #focusedRun: string | undefined;

  constructor() {
    super();
    this.state = newCompareState([]);
    this.#bridge.on(dataChanged, () => {
      this.#curves.forget();
      this.#load();
    });
    this.#bridge.on(addRuns, ({ runIds }) => this.#change(withRuns(this.state, runIds)));
    this.addEventListener("keydown", (event) => moveBetweenSections(event, this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    new ResizeObserver(() => this.#measure()).observe(document.documentElement);
    this.#bridge.ask(compareReady, null).then(
      (state) => {
        this.state = state;
        this.#load();
      },
      (error: Error) => this.#fail(error),
    );
  }

  override render(): TemplateResult {
    const { data, problem } = this;
    if (!data) return problem ? failedState(problem, () => this.#load()) : loadingState("Reading the runs…");
    if (data.runs.length === 0) {
      return emptyState("Compare shows what changed between runs, and which is better.", {
        label: "Add run…",
        onClick: () => this.#addRun(),
      });
    }
    const view = this.#view(data);
    return html`${header(view)}${this.#notices(data)}
      <main>${changesSection(view)}${metricsSection(view)}${curvesSection(view, this.#curves, this.#charts)}</main>`;
  }

  protected override willUpdate(): void {
    this.#focusedRun = document.activeElement?.closest<HTMLElement>(".chip-cell")?.dataset["run"];
  }

  protected override updated(): void {
    this.#keepFocus();
    this.style.setProperty("--runs", String(Math.max(1, this.data?.runs.length ?? 1)));
  }

  /** A chip that moves or goes takes the focus with it: it stays with the run, else it goes to the next chip. */
  #keepFocus(): void {
    if (this.#focusedRun === undefined || document.activeElement !== document.body) return;
    const chips = [...this.querySelectorAll<HTMLElement>(".chip-cell")];
    const chip = chips.find((candidate) => candidate.dataset["run"] === this.#focusedRun) ?? chips[0];
    chip?.querySelector<HTMLElement>(".chip-main")?.focus();
  }

  #notices(data: CompareData): TemplateResult | typeof nothing {
    const { problem } = this;
    if (!problem && data.missing.length === 0) return nothing;
    return html`<div class="notices" role="status">
      ${
        problem
          ? html`<p>${problem.message} ${problem.next} <span class="muted">As of ${clockTime(data.asOf)}.</span>
        <button type="button" class="link" @click=${() => this.#load()}>Retry</button></p>`
          : nothing
      }
      ${data.missing.map(
        (id) => html`<p>Run <span class="mono">${id}</span> is not in the registry any more.
          <button type="button" class="link" @click=${() => this.#change(withoutRun(this.state, id))}>Remove</button></p>`,
      )}
    </div>`;
  }

  #view(data: CompareData): CompareView {
    const { state } = this;
    const shown = data.runs.flatMap((run, index) => (state.hidden.includes(run.id) ? [] : [index]));
    return {
      data,
      state,
      shown,
      shownRuns: shown.flatMap((index) => data.runs[index] ?? []),
      marks: runMarks(data.runs.map((run) => run.id)),
      changes: changeRows(data, shown),
      metrics: metricTable(data, state, shown),
      change: (next) => this.#change(next),
      addRun: () => this.#addRun(),
      openDiff: (left, right) => this.#bridge.tell(openCodeDiff, { left, right }),
      openPolicy: (line) => this.#bridge.tell(openPolicyLine, { line }),
      copy: (table, format, what) => this.#bridge.tell(copyText, { text: tableText(table, format), what: `${what} as ${format}` }),
    };
  }

  #change(next: CompareState): void {
    const runsChanged = next.runIds.join() !== this.state.runIds.join();
    this.state = next;
    this.#tellState();
    if (runsChanged) this.#load();
  }

  #tellState(): void {
    const runs = this.data?.runs.filter((run) => this.state.runIds.includes(run.id)) ?? [];
    this.#bridge.tell(stateChanged, { state: this.state, title: pageTitle(runs) });
    this.#bridge.keep(this.state);
  }

  #addRun(): void {
    const { runIds } = this.state;
    const experimentId = this.data?.runs[0]?.experimentId ?? "";
    this.#bridge.ask(pickRuns, { except: runIds, experimentId }).then(
      (added) => {
        if (added.length > 0) this.#change(withRuns(this.state, added));
      },
      (error: Error) => this.#fail(error),
    );
  }

  /** Reads the runs; an answer that a later question has overtaken is dropped. What is on the screen stays until then. */
  #load(): void {
    const load = ++this.#loads;
    this.#bridge.ask(compareDataRequest, { runIds: this.state.runIds }).then(
      (answer) => {
        if (load !== this.#loads) return;
        this.problem = answer.ok ? undefined : answer.problem;
        if (!answer.ok) return;
        this.data = answer.value;
        this.#tellState();
      },
      (error: Error) => load === this.#loads && this.#fail(error),
    );
  }

  #fail(error: Error): void {
    this.problem = { kind: "internal", message: error.message, next: "" };
  }

  /** Parts that do not scroll sideways with the columns are as wide as what is seen. */
  #measure(): void {
    this.style.setProperty("--viewport", `${document.documentElement.clientWidth}px`);
  }
}

import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import { pressEdit, type RunAct } from "#protocol/runEdits.ts";
import { type ModelFacts, modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import {
  baselineChanged,
  copyText,
  dataChanged,
  filesOfWorkspace,
  openPolicyLine,
  openWebAddress,
  openWorkspaceFile,
} from "#protocol/views/panel.ts";
import {
  newRunPageState,
  openRunPage,
  openVersionPage,
  type RunPageData,
  type RunPageStart,
  type RunPageState,
  type RunPress,
  runPageChanged,
  runPagePressed,
  runPageReady,
  runPageRequest,
} from "#protocol/views/run.ts";
import { touches } from "#registry/model/changes.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { artifactReaderOver } from "../bridge/artifactReader.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { ChartGroup } from "../charts/chartGroup.ts";
import { CurveStore } from "../charts/curveStore.ts";
import { defineCurveChart } from "../charts/defineCurveChart.ts";
import { icon } from "../ui/icon.ts";
import { PageElement } from "../ui/page.ts";
import { moveBetweenSections } from "../ui/section.ts";
import { failedState, loadingState } from "../ui/states.ts";
import { clockTime } from "../ui/time.ts";
import { visibleProblem } from "../ui/visibleProblem.ts";
import { head } from "./head.ts";
import { sections } from "./sections.ts";
import type { RunPageView } from "./view.ts";

/** The page: asks for its run, keeps what the person chose, and draws. */
export class RunPageElement extends PageElement {
  static override properties = {
    state: { state: true },
    data: { state: true },
    problem: { state: true },
    model: { state: true },
    asked: { state: true },
  };
  declare private state: RunPageState;
  declare private data: RunPageData | undefined;
  declare private problem: Problem | undefined;
  declare private model: ModelFacts | null | undefined;
  /** How often more rows of a list were asked for, by section. */
  declare private asked: Readonly<Record<string, number>>;

  readonly #bridge = Bridge.ofPage();
  readonly #curves = new CurveStore(this.#bridge, () => this.requestUpdate());
  readonly #charts = new ChartGroup(() => this.requestUpdate());
  readonly #reader = new OneReader((signal) => this.#read(signal));
  readonly #modelReader = new OneReader((signal) => this.#readModel(signal));
  readonly #artifacts = artifactReaderOver(this.#bridge);
  #start: RunPageStart | undefined;
  #baseline: string | undefined;
  #edition = 0;
  /** The run changed since its curves and artifacts were read: they are read again once it has been. */
  #isStale = false;
  #filesHere: ReadonlySet<string> = new Set();

  constructor() {
    super();
    this.state = newRunPageState("", "");
    this.asked = {};
    this.#bridge.on(dataChanged, ({ runs, models, experiments }) => {
      const isTouched = touches(runs, [this.state.runId]);
      // A new child is a change of the experiment.
      const isNear = models.length > 0 || touches(experiments, [this.data?.experimentId ?? ""]);
      this.#isStale ||= isTouched;
      if (isTouched || isNear || this.problem !== undefined) this.#reader.askAgain();
    });
    this.#bridge.on(baselineChanged, ({ id }) => {
      this.#baseline = id;
      this.requestUpdate();
    });
    this.addEventListener("keydown", (event) => moveBetweenSections(event, this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.ask(runPageReady, null).then(
      (start) => {
        this.#start = start;
        this.#baseline = start.baseline;
        this.state = start.state;
        this.#reader.ask();
        defineCurveChart();
      },
      (error: Error) => this.#fail(error),
    );
  }

  override render(): TemplateResult {
    const { data, problem } = this;
    if (!data)
      return problem ? failedState(visibleProblem(problem), () => this.#reader.ask(), this.#bridge) : loadingState("Reading the run…");
    const view = this.#view(data);
    return html`${head(view)}${this.#notice(data)}<main>${sections(view, this.asked, (name) => {
      this.asked = { ...this.asked, [name]: (this.asked[name] ?? 0) + 1 };
    })}</main>`;
  }

  /** What is on the screen stays, marked with its time. */
  #notice(data: RunPageData): TemplateResult | typeof nothing {
    if (this.problem === undefined) return nothing;
    const { message, next } = visibleProblem(this.problem);
    return html`<div class="run-notice" role="status">${icon("error", "state-icon")} ${message} ${next} <span class="muted">As of ${clockTime(data.asOf)}.</span>
      <button type="button" class="link" @click=${() => this.#reader.ask()}>Retry</button></div>`;
  }

  #view(data: RunPageData): RunPageView {
    const run = { id: data.id, name: data.name };
    const pressed = { ...run, experimentId: data.experimentId, experiment: data.experiment, commit: data.source.commit };
    return {
      data,
      state: this.state,
      isBaseline: this.#baseline === data.id,
      hasBaseline: this.#baseline !== undefined,
      hasBrowser: this.#start?.hasBrowser === true,
      curves: this.#curves,
      charts: this.#charts,
      model: this.model,
      artifacts: this.#artifacts,
      edition: this.#edition,
      change: (state) => this.#change(state),
      press: (act: RunPress) => this.#bridge.tell(runPagePressed, { act, run: pressed }),
      edit: (act: RunAct) => this.#bridge.tell(pressEdit, { act, runs: [run] }),
      openRun: (id, name) => this.#bridge.tell(openRunPage, { id, name }),
      openVersion: (model, version) => this.#bridge.tell(openVersionPage, { model, version }),
      filesHere: this.#filesHere,
      openFile: (path) => this.#bridge.tell(openWorkspaceFile, { path }),
      openAddress: (url) => this.#bridge.tell(openWebAddress, { url }),
      openPolicy: (line) => this.#bridge.tell(openPolicyLine, { line }),
      copy: (text, what) => this.#bridge.tell(copyText, { text, what }),
    };
  }

  #change(state: RunPageState): void {
    this.state = state;
    this.#tellState();
  }

  #tellState(): void {
    const name = this.data?.name ?? this.state.name;
    const state = { ...this.state, name };
    this.#bridge.tell(runPageChanged, { state, title: `Run: ${visibleText(name)}` });
    this.#bridge.keep(state);
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.#bridge.ask(runPageRequest, { runId: this.state.runId }, signal);
      this.problem = answer.ok ? undefined : answer.problem;
      if (!answer.ok) return;
      this.#readAround();
      this.data = answer.value;
      this.#tellState();
      if (answer.value.versions.length > 0) this.#modelReader.ask();
      await this.#findFiles(answer.value, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error as Error);
    }
  }

  /** Not before the run was read: of a registry that fails, what is drawn stays. */
  #readAround(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#curves.forget();
    this.#edition++;
  }

  /** A source is a link where VS Code can open it. */
  async #findFiles({ datasets }: RunPageData, signal: AbortSignal): Promise<void> {
    const logged = datasets.flatMap(({ source }) => (source && ["local", "code"].includes(source.kind) ? [source.where] : []));
    const paths = [...new Set(logged)].filter((path) => path !== "");
    if (paths.length === 0) return;
    const found = await this.#bridge.ask(filesOfWorkspace, { paths }, signal).catch(() => []);
    this.#filesHere = new Set(paths.filter((_, index) => found[index]));
    this.requestUpdate();
  }

  async #readModel(signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.#bridge.ask(modelsOfRunsRequest, { runIds: [this.state.runId] }, signal);
      this.model = answer.ok ? (answer.value[0] ?? null) : (this.model ?? null);
    } catch {
      // What stands around it is worth more than a model that cannot be read.
      if (!signal.aborted) this.model ??= null;
    }
  }

  #fail(error: Error): void {
    this.problem = { kind: "internal", message: error.message, next: "" };
  }
}

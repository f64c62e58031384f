import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import {
  cursorMoved,
  openStage,
  type PipelineGraph,
  type PipelineState,
  pipelineReady,
  pipelineRequest,
  pipelineStateChanged,
  pipelineTouched,
} from "#protocol/views/pipeline.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { announce } from "../ui/announce.ts";
import { iconButton } from "../ui/icon.ts";
import { PageElement } from "../ui/page.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { drawing } from "./drawing.ts";
import { type Drawing, drawingOf } from "./layout.ts";
import { nodeAtLine, type ShownGraph, shownGraph, summaryOf } from "./shown.ts";
import { stageTree, type TreeActs, treeRows } from "./tree.ts";
import { spokenNode } from "./words.ts";

/** Factors between which the graph is drawn, and by which a press changes them. */
const [least, most, step] = [0.3, 2, 1.25] as const;
/** A graph is drawn smaller by itself as far as its words are read well: what is wider is scrolled. */
const readable = 0.65;

/** The page: asks for the graph, keeps what the person chose, and draws. */
export class PipelinePage extends PageElement {
  static override properties = { state: { state: true }, graph: { state: true }, problem: { state: true }, zoom: { state: true } };
  declare private state: PipelineState | undefined;
  declare private graph: PipelineGraph | undefined;
  declare private problem: Problem | undefined;
  declare private zoom: number;

  readonly #bridge = Bridge.ofPage();
  readonly #reader = new OneReader((signal) => this.#read(signal));
  /** The last layout, as long as what is shown is the same. */
  #laid: { readonly content: string; readonly drawing: Drawing } | undefined;
  readonly #pen = document.createElement("canvas").getContext("2d");

  constructor() {
    super();
    this.zoom = 1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.on(pipelineTouched, () => this.#reader.askAgain());
    this.#bridge.on(cursorMoved, ({ line }) => this.#follow(line));
    void this.#begin();
  }

  async #begin(): Promise<void> {
    this.state = await this.#bridge.ask(pipelineReady, null);
    this.#bridge.keep(this.state);
    this.#reader.ask();
  }

  /** The shape at once, what is stale when files have been read. */
  async #read(signal: AbortSignal): Promise<void> {
    const uri = this.state?.uri ?? "";
    const isFirst = this.graph === undefined;
    for (const compares of this.graph === undefined ? [false, true] : [true]) {
      const answer = await this.#bridge.ask(pipelineRequest, { uri, compares }, signal);
      if (signal.aborted) return;
      if (answer.ok) this.graph = answer.value;
      this.problem = answer.ok ? undefined : answer.problem;
      if (!answer.ok) return;
      if (isFirst) await this.#fitAtFirst();
    }
    const { chosen } = this.state ?? {};
    if (isFirst && chosen !== undefined) void this.updateComplete.then(() => this.#show(chosen, false));
  }

  #change(change: Partial<PipelineState>): void {
    if (this.state === undefined) return;
    this.state = { ...this.state, ...change };
    this.#bridge.keep(this.state);
    this.#bridge.tell(pipelineStateChanged, this.state);
  }

  readonly #acts: TreeActs = {
    choose: (id) => {
      this.#change({ chosen: id });
      void this.updateComplete.then(() => this.#show(id, true));
    },
    press: (id) => {
      this.#acts.choose(id);
      this.#open(id, false);
    },
    open: (id) => {
      this.#change({ chosen: id });
      this.#open(id, true);
    },
    turn: (id) => {
      const open = this.state?.open ?? [];
      this.#change({ open: open.includes(id) ? open.filter((each) => each !== id) : [...open, id], chosen: id });
    },
  };

  #open(id: string, takesFocus: boolean): void {
    const { lines, file } = this.graph?.nodes.find((node) => node.id === id) ?? {};
    if (file !== undefined) this.#bridge.tell(openStage, { file, line: 0, takesFocus });
    else if (lines !== undefined) this.#bridge.tell(openStage, { line: lines.first, takesFocus });
  }

  #follow(line: number): void {
    const found = nodeAtLine(this.graph?.nodes ?? [], line);
    const current = this.graph?.nodes.find(({ id }) => id === this.state?.chosen);
    // Of an unfolded group the person's own choice stays.
    if (found === undefined || found.id === current?.id || found.id === current?.group) return;
    this.#change({ chosen: found.id });
    announce(spokenNode(found));
    void this.updateComplete.then(() => this.#show(found.id, false));
  }

  /** Brings a node into sight, in the tree and in the drawing. */
  #show(id: string, takesFocus: boolean): void {
    const named = (attribute: string) =>
      [...this.querySelectorAll<HTMLElement>(`[${attribute}]`)].find((each) => each.getAttribute(attribute) === id);
    const row = named("data-row");
    row?.scrollIntoView({ block: "nearest" });
    named("data-id")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (takesFocus && this.querySelector(".tree")?.contains(document.activeElement)) row?.focus();
  }

  #drawing(shown: ShownGraph): Drawing {
    const content = JSON.stringify([shown.nodes.map(({ id, name, note }) => [id, name, note]), shown.edges]);
    if (this.#laid?.content !== content) this.#laid = { content, drawing: drawingOf(shown, (text) => this.#widthOf(text)) };
    // States change the look of nodes and not their places.
    const nodes = new Map(shown.nodes.map((node) => [node.id, node]));
    const { drawing } = this.#laid;
    return { ...drawing, nodes: drawing.nodes.map((placed) => ({ ...placed, node: nodes.get(placed.node.id) ?? placed.node })) };
  }

  #widthOf(text: string): number {
    if (this.#pen === null) return text.length * 7;
    const { fontFamily } = getComputedStyle(this);
    this.#pen.font = `13px ${fontFamily}`;
    return this.#pen.measureText(text).width;
  }

  #fit(width: number): void {
    this.zoom = Math.max(least, this.#fitting(width));
  }

  /** The factor by which all of the width is seen; never larger than life. */
  #fitting(width: number): number {
    const room = this.querySelector(".graph-room")?.clientWidth ?? width;
    return Math.min(1, room / Math.max(1, width));
  }

  async #fitAtFirst(): Promise<void> {
    await this.updateComplete;
    const factor = this.#fitting(this.#laid?.drawing.width ?? 0);
    this.zoom = factor >= readable ? factor : 1;
  }

  override render(): TemplateResult {
    const { state, graph, problem } = this;
    if (problem !== undefined) return failedState(problem, () => this.#reader.ask(), this.#bridge);
    if (state === undefined || graph === undefined) return loadingState("Reading stages…");
    const rows = treeRows(graph, state.open);
    if (rows.length === 0)
      return emptyState(
        "This dvc.yaml has no stages. A stage is a command with what it reads and writes; each stands here as it is typed.",
      );
    const shown = shownGraph(graph, state);
    const drawn = this.#drawing(shown);
    return html`<main class="pipeline">
      <header class="bar-top">
        <h1>${fileOf(state.uri)}</h1>
        <span class="muted summary" role="status">${summaryOf(graph)}</span>
        ${graph.isWhole ? nothing : html`<span class="muted">Parts of the file cannot be read: see Problems.</span>`}
        <span class="spring"></span>
        <span class="graph-tools"
          ><button type="button" class="plain-button" aria-pressed=${shown.showsData} title="Show what the stages read and write"
            @click=${() => this.#change({ showsData: !shown.showsData })}>Data</button>
          ${iconButton("zoom-out", "Zoom out", () => this.#zoomBy(1 / step))} ${iconButton("zoom-in", "Zoom in", () => this.#zoomBy(step))}
          ${iconButton("screen-full", "Fit the width", () => this.#fit(drawn.width))}</span>
      </header>
      ${stageTree(rows, state.chosen, this.#acts)}
      <div class="graph-room" role="region" aria-label="Graph of the stages" tabindex="0">${drawing(drawn, state.chosen, this.zoom, this.#acts)}</div>
    </main>`;
  }

  #zoomBy(factor: number): void {
    this.zoom = Math.max(least, Math.min(most, this.zoom * factor));
  }
}

function fileOf(uri: string): string {
  try {
    return decodeURIComponent(uri).split("/").slice(-2).join("/");
  } catch {
    return uri;
  }
}

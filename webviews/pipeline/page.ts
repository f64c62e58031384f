import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import {
  cursorMoved,
  openStage,
  type PipelineGraph,
  type PipelineQuestion,
  type PipelineState,
  pipelineReady,
  pipelineRequest,
  pipelineStateChanged,
  pipelineTouched,
} from "#protocol/views/pipeline.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { announce } from "../ui/announce.ts";
import { PageElement } from "../ui/page.ts";
import { emptyState, failedState, loadingState } from "../ui/states.ts";
import { drawing } from "./drawing.ts";
import { type HeadActs, head } from "./head.ts";
import { type Drawing, drawingOf } from "./layout.ts";
import { type CursorPlace, nodeAtLine, type ShownGraph, shownGraph } from "./shown.ts";
import { stageTree, type TreeActs } from "./tree.ts";
import { fileRowId, treeRows } from "./treeRows.ts";
import { calledNode, spokenNode } from "./words.ts";

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
  /** What is asked for was not shown before: it is seen as soon as its shape is known, and as a whole. */
  #isNew = true;
  readonly #pen = document.createElement("canvas").getContext("2d");

  constructor() {
    super();
    this.zoom = 1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#bridge.on(pipelineTouched, () => this.#reader.askAgain());
    this.#bridge.on(cursorMoved, (place) => this.#follow(place));
    void this.#begin();
  }

  async #begin(): Promise<void> {
    this.state = await this.#bridge.ask(pipelineReady, null);
    this.#bridge.keep(this.state);
    this.#reader.ask();
  }

  /** The shape at once, what is stale when files have been read. */
  async #read(signal: AbortSignal): Promise<void> {
    const isFirst = this.#isNew;
    for (const compares of isFirst ? [false, true] : [true]) {
      const answer = await this.#bridge.ask(pipelineRequest, this.#question(compares), signal);
      if (signal.aborted) return;
      if (answer.ok) this.graph = answer.value;
      this.problem = answer.ok ? undefined : answer.problem;
      if (!answer.ok) return;
      this.#isNew = false;
      if (isFirst) await this.#fitAtFirst();
      if (isFirst) await this.#showAtFirst();
    }
  }

  /** What the server chose to show stays while files are typed: a path in the middle of a word leads nowhere. */
  #question(compares: boolean): PipelineQuestion {
    const { uri = "", scope = this.graph?.scope } = this.state ?? {};
    return { uri, compares, ...(scope !== undefined && { scope }) };
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
      const { open = [], folded = [] } = this.state ?? {};
      const turned = (all: readonly string[], each: string) =>
        all.includes(each) ? all.filter((other) => other !== each) : [...all, each];
      const file = this.graph?.files.find(({ uri }) => fileRowId(uri) === id)?.uri;
      this.#change(file === undefined ? { open: turned(open, id), chosen: id } : { folded: turned(folded, file), chosen: id });
    },
  };

  #open(id: string, takesFocus: boolean): void {
    const row = this.graph?.files.find(({ uri }) => fileRowId(uri) === id);
    const { lines, file } = this.graph?.nodes.find((node) => node.id === id) ?? {};
    if (row !== undefined) this.#bridge.tell(openStage, { file: row.uri, line: 0, takesFocus });
    else if (lines !== undefined) this.#bridge.tell(openStage, { ...(file !== undefined && { file }), line: lines.first, takesFocus });
  }

  #follow(place: CursorPlace): void {
    const found = nodeAtLine(this.graph?.nodes ?? [], this.state?.uri ?? "", place);
    const current = this.graph?.nodes.find(({ id }) => id === this.state?.chosen);
    // Of an unfolded group the person's own choice stays.
    if (found === undefined || found.id === current?.id || found.id === current?.group) return;
    this.#change({ chosen: found.id });
    announce(spokenNode(found));
    void this.updateComplete.then(() => this.#show(found.id, false));
  }

  /** Brings a node into sight, in the tree and in the drawing. */
  #show(id: string, takesFocus: boolean, block: "nearest" | "center" = "nearest"): void {
    const named = (attribute: string) =>
      [...this.querySelectorAll<HTMLElement>(`[${attribute}]`)].find((each) => each.getAttribute(attribute) === id);
    const row = named("data-row");
    row?.scrollIntoView({ block: "nearest" });
    named("data-id")?.scrollIntoView({ block, inline: block });
    if (takesFocus && this.querySelector(".tree")?.contains(document.activeElement)) row?.focus();
  }

  #drawing(shown: ShownGraph): Drawing {
    const content = JSON.stringify([shown.nodes.map((node) => [node.id, calledNode(node), node.note]), shown.edges]);
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

  readonly #head: HeadActs = {
    showScope: (scope) => {
      if (scope === this.graph?.scope) return;
      this.#change({ scope });
      this.#isNew = true;
      this.#reader.ask();
    },
    turnData: () => {
      if (this.graph !== undefined && this.state !== undefined) this.#change({ showsData: !shownGraph(this.graph, this.state).showsData });
    },
    zoom: (by) => (by === "width" ? this.#fit(this.#laid?.drawing.width ?? 0) : this.#zoomBy(by === "in" ? step : 1 / step)),
    openFile: (file, line) => this.#bridge.tell(openStage, { file, line, takesFocus: true }),
  };

  override render(): TemplateResult {
    const { state, graph, problem } = this;
    if (problem !== undefined) return failedState(problem, () => this.#reader.ask(), this.#bridge);
    if (state === undefined || graph === undefined) return loadingState("Reading stages…");
    const title = visibleText(titleOf(state.uri, graph));
    const rows = treeRows(graph, state);
    if (rows.length === 0)
      return html`<main class="pipeline pipeline-empty">
        ${graph.hasMore || graph.unread.length > 0 ? head(title, graph, undefined, this.#head) : nothing}
        ${emptyState("This dvc.yaml has no stages. A stage is a command with what it reads and writes; each stands here as it is typed.")}
      </main>`;
    const shown = shownGraph(graph, state);
    const drawn = this.#drawing(shown);
    return html`<main class="pipeline">
      ${head(title, graph, shown.showsData, this.#head)}
      ${stageTree(rows, state.chosen, this.#acts)}
      <div class="graph-room" role="region" aria-label="Graph of the stages" tabindex="0">${drawing(drawn, state.chosen, this.zoom, this.#acts)}</div>
    </main>`;
  }

  /** What the person chose; of a repository else what stands in their file: that may be anywhere in it. */
  async #showAtFirst(): Promise<void> {
    await this.updateComplete;
    const { scope, nodes = [] } = this.graph ?? {};
    const own = scope === "repository" ? nodes.find(({ kind, file }) => file === undefined && kind !== "data")?.id : undefined;
    const id = this.state?.chosen ?? own;
    if (id !== undefined) this.#show(id, false, "center");
  }

  #zoomBy(factor: number): void {
    this.zoom = Math.max(least, Math.min(most, this.zoom * factor));
  }
}

/** The path of the file from the top of its repository; of one at the top, with its folder. */
function titleOf(uri: string, { files }: PipelineGraph): string {
  const name = files.find((file) => file.uri === uri)?.name;
  return name?.includes("/") ? name : fileOf(uri);
}

function fileOf(uri: string): string {
  try {
    return decodeURIComponent(uri).split("/").slice(-2).join("/");
  } catch {
    return uri;
  }
}

import { html, nothing, svg, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { AxisId, Brush } from "#protocol/views/compareRelation.ts";
import { clipped } from "#registry/model/clipped.ts";
import type { ChartPicture } from "../charts/picture.ts";
import { runSwatchShape } from "../charts/runSwatch.ts";
import { announce } from "../ui/announce.ts";
import { KeptFocus } from "../ui/keptFocus.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { OwnWidth } from "../ui/ownWidth.ts";
import { PageElement } from "../ui/page.ts";
import { brushText } from "./brush.ts";
import { dragged, type Grip, gripAt, type Stretch } from "./brushDrag.ts";
import { placeOf, placesOn, type RelatedAxis, type RelatedRun, type RelationModel, stretchOf } from "./relationModel.ts";

/** px */
const height = 290;
const margin = 12;
/** px beside an axis in which a press is for it. */
const reach = 16;
const swatchSize = 9;
/** Characters of a label: longer ones would reach into the next axis. */
const mostOfTick = 14;
/** In a picture: px above the plot, and characters of an axis's name. */
const headHeight = 40;
const mostOfHead = 22;
/** px that a press may slip and still be no drag. */
const slip = 3;
/** Places around a value that is brushed with the keyboard: it has to be inside, whatever rounding does. */
const hair = 0.012;

/** What the person does to an axis. */
export interface AxisActs {
  brush(axis: RelatedAxis, brush: Brush | undefined): void;
  move(id: AxisId, by: 1 | -1): void;
  itemsOf(axis: RelatedAxis): readonly MenuItem[];
}

interface Drag {
  readonly id: AxisId;
  readonly grip: Grip;
  readonly brush: Stretch | undefined;
  readonly start: number;
  readonly at: number;
}

/**
 * Parallel coordinates: one axis per metric or param, one line per run. An axis is brushed by a drag along it, or from the keyboard: Up
 * and Down go along its values, Space begins a brush, Enter ends it, Delete takes it away; Alt with Left or Right moves the axis.
 */
export class ParallelPlot extends PageElement {
  static override properties = {
    model: { attribute: false },
    axes: { attribute: false },
    acts: { attribute: false },
    drag: { state: true },
    cursor: { state: true },
  };
  declare model: RelationModel;
  declare axes: readonly AxisId[];
  declare acts: AxisActs;
  declare private drag: Drag | undefined;
  /** Where the keyboard is on an axis, and where its brush began. */
  declare private cursor: { readonly id: AxisId; readonly at: number; readonly from: number | undefined } | undefined;
  readonly #width = new OwnWidth(this);
  readonly #focus = new KeptFocus(this, () => []);

  constructor() {
    super();
    this.axes = [];
  }

  protected override willUpdate(): void {
    this.#focus.before();
  }

  protected override updated(): void {
    this.#focus.after();
  }

  override render(): TemplateResult {
    const axes = this.axes.flatMap((id) => this.model.axes.get(id) ?? []);
    this.style.setProperty("--axes", String(Math.max(1, axes.length)));
    return html`<div class="axis-heads">${repeat(
      axes,
      ({ id }) => id,
      (axis) =>
        html`<div class="axis-head">${menu(`Axis ${axis.name}`, axis.name, this.acts.itemsOf(axis))}<span class="small muted">${axis.note}</span></div>`,
    )}</div>
      <svg class="relation-plot" width=${this.#width.value} height=${height + 2 * margin}>
        <g aria-hidden="true">${guard([this.model, this.axes, this.#width.value], () => this.#runs(axes))}</g>
        ${repeat(
          axes,
          // An axis that is moved keeps its element.
          ({ id }) => id,
          (axis, index) => this.#handle(axis, index),
        )}
      </svg>`;
  }

  /** What is drawn now, with the names of the axes that stand above it on the page. */
  picture(): ChartPicture | undefined {
    const axes = this.axes.flatMap((id) => this.model.axes.get(id) ?? []);
    if (axes.length === 0 || this.#width.value === 0) return undefined;
    const compared = this.model.runs.filter((run) => run.swatch);
    const heads = axes.map(
      (
        { name, note },
        index,
      ) => svg`<text class="picture-name" x=${this.#x(index)} y="12" text-anchor="middle">${clipped(name, mostOfHead)}</text>
        <text class="picture-note" x=${this.#x(index)} y="28" text-anchor="middle">${note}</text>`,
    );
    return {
      title: "Relation",
      note: `${this.model.runs.length} runs`,
      width: this.#width.value,
      height: headHeight + height + 2 * margin,
      legend: compared.flatMap(({ name, swatch, isBaseline }) => (swatch ? [{ name, swatch, isBaseline }] : [])),
      plot: svg`<g>${heads}<g transform=${`translate(0 ${headHeight})`}>${this.#runs(axes)}</g></g>`,
    };
  }

  /** What a drag along an axis does not move. */
  #runs(axes: readonly RelatedAxis[]): TemplateResult {
    const compared = this.model.runs.filter((run) => run.swatch);
    return svg`${this.#others(axes)}${axes.map((_, index) => this.#axisLine(index))}${compared.map((run) => this.#line(run, axes))}${axes.map((axis, index) => this.#ticks(axis, index))}`;
  }

  /** Each axis stands in the middle of its head. */
  #x(index: number): number {
    return (this.#width.value * (index + 0.5)) / Math.max(1, this.axes.length);
  }

  #y(place: number): number {
    return margin + (1 - place) * height;
  }

  /** The grey runs are two paths: a thousand elements would be slow to change. */
  #others(axes: readonly RelatedAxis[]): TemplateResult {
    const grey = this.model.runs.filter((run) => !run.swatch);
    const path = (isInside: boolean) => grey.filter((run) => run.isInside === isInside).map((run) => this.#path(run, axes));
    return svg`<path class="other-run outside" d=${path(false).join("")}></path><path class="other-run" d=${path(true).join("")}></path>`;
  }

  #path(run: RelatedRun, axes: readonly RelatedAxis[]): string {
    const points = axes.map(
      (axis, index) => [this.#x(index).toFixed(1), this.#y(placeOf(this.model, axis.id, run.row)).toFixed(1)] as const,
    );
    return points
      .map(([x, y], index) => {
        const before = points[index - 1];
        const middle = ((this.#x(index - 1) + this.#x(index)) / 2).toFixed(1);
        return before ? `C${middle},${before[1]} ${middle},${y} ${x},${y}` : `M${x},${y}`;
      })
      .join("");
  }

  #line(run: RelatedRun, axes: readonly RelatedAxis[]): TemplateResult | typeof nothing {
    const { swatch } = run;
    if (!swatch) return nothing;
    return svg`<g class="compared-run run-swatch-${swatch.colour} ${run.isInside ? "" : "outside"}">
      <path class=${run.isBaseline ? "baseline-line" : ""} d=${this.#path(run, axes)}></path>
      ${axes.map((axis, index) => runSwatchShape(swatch, this.#x(index), this.#y(placeOf(this.model, axis.id, run.row)), swatchSize))}</g>`;
  }

  #axisLine(index: number): TemplateResult {
    const x = this.#x(index);
    return svg`<line class="axis-line" x1=${x} x2=${x} y1=${this.#y(0)} y2=${this.#y(1)}></line>`;
  }

  /** Over the lines, which would strike them through. */
  #ticks(axis: RelatedAxis, index: number): TemplateResult {
    const x = this.#x(index);
    return svg`${axis.scale.ticks.map(({ place, label }) => {
      const y = this.#y(place);
      return svg`<line class="axis-line" x1=${x - 4} x2=${x} y1=${y} y2=${y}></line><text class="axis-tick" x=${x - 8} y=${y + 4} text-anchor="end">${clipped(label, mostOfTick)}</text>`;
    })}`;
  }

  /** What is pressed, focused and read out. */
  #handle(axis: RelatedAxis, index: number): TemplateResult {
    const x = this.#x(index);
    const stretch = this.drag?.id === axis.id ? this.#draggedNow(this.drag) : stretchOf(axis);
    const at = this.cursor?.id === axis.id ? this.#y(this.cursor.at) : undefined;
    return svg`<g>${
      stretch
        ? svg`<rect class="axis-brush" x=${x - 7} width="14" y=${this.#y(stretch.high) - 1} height=${Math.max(2, (stretch.high - stretch.low) * height + 2)}></rect>`
        : nothing
    }${at === undefined ? nothing : svg`<line class="axis-cursor" x1=${x - 10} x2=${x + 10} y1=${at} y2=${at}></line>`}
      <rect class="axis-handle" role="group" tabindex="0" data-axis=${axis.id} aria-label=${label(axis)} x=${x - reach} width=${2 * reach} y=${margin - 6} height=${height + 12}
        @keydown=${(event: KeyboardEvent) => this.#key(event, axis)} @blur=${() => this.#leave()}
        @pointerdown=${(event: PointerEvent) => this.#press(event, axis)} @pointermove=${(event: PointerEvent) => this.#slide(event)}
        @pointerup=${() => this.#release(axis)}></rect></g>`;
  }

  #placeAt(event: PointerEvent): number {
    const box = this.querySelector(".relation-plot")?.getBoundingClientRect();
    return 1 - (event.clientY - (box?.top ?? 0) - margin) / height;
  }

  #draggedNow({ brush, grip, start, at }: Drag): Stretch {
    return dragged(brush, grip, start, at);
  }

  #press(event: PointerEvent, axis: RelatedAxis): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const start = this.#placeAt(event);
    const brush = stretchOf(axis);
    this.drag = { id: axis.id, grip: gripAt(brush, start, 6 / height), brush, start, at: start };
  }

  #slide(event: PointerEvent): void {
    if (this.drag) this.drag = { ...this.drag, at: this.#placeAt(event) };
  }

  /** A press without a drag takes the brush away, or takes the value that is marked there. */
  #release(axis: RelatedAxis): void {
    const { drag } = this;
    if (!drag) return;
    this.drag = undefined;
    const isPress = Math.abs(drag.at - drag.start) * height < slip;
    if (!isPress) {
      this.#take(axis, this.#draggedNow(drag));
      return;
    }
    const tick = axis.scale.ticks.find(({ place }) => Math.abs(place - drag.at) * height < 8);
    if (drag.brush || !tick) this.acts.brush(axis, undefined);
    else this.#take(axis, { low: tick.place - hair, high: tick.place + hair });
  }

  #take(axis: RelatedAxis, { low, high }: Stretch): void {
    this.acts.brush(axis, axis.scale.between(low, high));
  }

  #leave(): void {
    this.cursor = undefined;
  }

  #key(event: KeyboardEvent, axis: RelatedAxis): void {
    const { cursor } = this;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    const sideways = event.altKey ? { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key] : undefined;
    if (event.ctrlKey || event.metaKey) return;
    if (by !== 0) this.#go(axis, by * (event.shiftKey ? 10 : 1));
    else if (sideways !== undefined) this.acts.move(axis.id, sideways);
    else if (event.key === " ") this.#begin(axis);
    else if (event.key === "Enter" && cursor) this.cursor = { ...cursor, from: undefined };
    else if (event.key === "Delete" || event.key === "Backspace") this.acts.brush(axis, undefined);
    else return;
    event.preventDefault();
  }

  #begin(axis: RelatedAxis): void {
    if (this.cursor?.id !== axis.id) this.#go(axis, 1);
    const { cursor } = this;
    if (!cursor) return;
    this.cursor = { ...cursor, from: cursor.at };
    this.#take(axis, { low: cursor.at - hair, high: cursor.at + hair });
  }

  /** To another value of the axis; a brush that was begun goes along. */
  #go(axis: RelatedAxis, by: number): void {
    const places = placesOn(this.model, axis.id);
    if (places.length === 0) return;
    const cursor = this.cursor?.id === axis.id ? this.cursor : undefined;
    const here = cursor ? places.findIndex(({ place }) => place >= cursor.at - 1e-9) : by > 0 ? -1 : places.length;
    const next = places[Math.min(places.length - 1, Math.max(0, here + by))];
    if (!next) return;
    this.cursor = { id: axis.id, at: next.place, from: cursor?.from };
    if (cursor?.from !== undefined) {
      this.#take(axis, { low: Math.min(cursor.from, next.place) - hair, high: Math.max(cursor.from, next.place) + hair });
    }
    announce(`${axis.name} ${next.text}, ${next.runs === 1 ? "1 run" : `${next.runs} runs`}`);
  }
}

function label(axis: RelatedAxis): string {
  const brushed = axis.brush ? `brushed ${brushText(axis.brush)}` : "no brush";
  const note = axis.note === "" ? "" : `, ${axis.note}`;
  return `${axis.name}${note}, ${brushed}. Up and Down go along its values, Space begins a brush, Enter ends it, Delete takes it away, Alt and Left or Right move the axis.`;
}

customElements.define("slipway-parallel-plot", ParallelPlot);

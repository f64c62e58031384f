import { html, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { type AxisId, axisKind } from "#protocol/views/compareRelation.ts";
import { clipped } from "#registry/model/clipped.ts";
import { paretoFront } from "#registry/model/compare/pareto.ts";
import type { ChartPicture } from "../charts/picture.ts";
import { runSwatch, runSwatchShape } from "../charts/runSwatch.ts";
import { announce } from "../ui/announce.ts";
import { OwnWidth } from "../ui/ownWidth.ts";
import { PageElement } from "../ui/page.ts";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { type RelatedRun, type RelationModel, valueText } from "./relationModel.ts";

/** px */
const height = 250;
const room = { left: 64, right: 16, top: 12, bottom: 26 };
const radius = 3;
const swatchSize = 10;
const biggest = 9;
/** px from the pointer at which a point is meant. */
const near = 24;
/** Compared runs beyond these are not named in the picture. */
const mostNamed = 8;
/** Characters of a label on an axis. */
const mostOfTick = 9;
/** Points of the front that are named to a screen reader. */
const mostOfFront = 8;

/** px: under the labels of the x axis, in a picture alone. */
const xNameHeight = 18;

/** What a scatter is drawn over. */
export interface ScatterAxes {
  readonly x: AxisId;
  readonly y: AxisId;
  readonly size: AxisId | undefined;
  /** Known where both axes are metrics with a direction. */
  readonly better: readonly ["higher" | "lower", "higher" | "lower"] | undefined;
}

interface Point {
  readonly run: RelatedRun;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Where everything stands, for a width. */
interface Picture {
  /** px */
  readonly width: number;
  readonly x: AxisScale;
  readonly y: AxisScale;
  readonly points: readonly Point[];
  readonly front: readonly Point[];
}

/** Runs as points over two axes. Left and Right go from point to point and read it out; hover names it. */
export class ScatterPlot extends PageElement {
  static override properties = {
    model: { attribute: false },
    axes: { attribute: false },
    at: { state: true },
  };
  declare model: RelationModel;
  declare axes: ScatterAxes;
  /** Id of the run that is named. */
  declare private at: string | undefined;
  readonly #width = new OwnWidth(this);
  #picture: Picture | undefined;

  constructor() {
    super();
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("blur", () => {
      this.at = undefined;
    });
    this.addEventListener("pointermove", (event) => this.#hover(event));
    this.addEventListener("pointerleave", () => {
      this.at = undefined;
    });
  }

  /** The pointer goes over what is drawn, and names a run of it: where the runs stand is not worked out again for that. */
  protected override willUpdate(changed: PropertyValues): void {
    const width = this.#width.value;
    if (this.#picture?.width !== width || changed.has("model") || changed.has("axes")) this.#picture = this.#draw(width);
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.#picture) return nothing;
    const { points, front } = this.#picture;
    this.setAttribute("aria-label", this.#label(points, front));
    const named = points.find(({ run }) => run.id === this.at);
    return html`<svg class="relation-plot" width=${this.#picture.width} height=${room.top + height + room.bottom} aria-hidden="true">
        ${this.#plot(this.#picture)}
        ${named ? svg`<circle class="point-ring" cx=${named.x} cy=${named.y} r=${named.r + 4}></circle>` : nothing}
      </svg>
      ${named ? this.#box(named) : nothing}`;
  }

  /** What is drawn now; undefined before the first drawing. */
  picture(): ChartPicture | undefined {
    if (!this.#picture) return undefined;
    const { points, front, width } = this.#picture;
    const name = (id: AxisId) => this.model.axes.get(id)?.name ?? "";
    const compared = points.filter(({ run }) => run.swatch);
    const note = [this.axes.size === undefined ? "" : `size: ${name(this.axes.size)}`, front.length > 1 ? "line: Pareto front" : ""];
    return {
      title: `${name(this.axes.y)} over ${name(this.axes.x)}`,
      note: note.filter((text) => text !== "").join(" · "),
      width,
      height: room.top + height + room.bottom + xNameHeight,
      legend: compared.flatMap(({ run: { name: run, swatch, isBaseline } }) => (swatch ? [{ name: run, swatch, isBaseline }] : [])),
      plot: svg`<g>${this.#plot(this.#picture)}<text class="axis-tick" x=${room.left + (width - room.left - room.right) / 2} y=${room.top + height + room.bottom + 12} text-anchor="middle">${name(this.axes.x)}</text></g>`,
    };
  }

  #plot(picture: Picture): TemplateResult {
    const { points, front } = picture;
    const compared = points.filter(({ run }) => run.swatch);
    return svg`${grid(picture)}
        ${front.length > 1 ? svg`<path class="pareto-front" d=${`M${front.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`}></path>` : nothing}
        <path class="other-point outside" d=${dots(points, false)}></path><path class="other-point" d=${dots(points, true)}></path>
        ${compared.map((point) => this.#swatch(point, compared.length <= mostNamed))}`;
  }

  #draw(width: number): Picture {
    const { x, y, size } = this.axes;
    const across = Math.max(1, width - room.left - room.right);
    const runs = this.#placed();
    const [scaleX, scaleY, scaleSize] = [this.#scale(x, runs), this.#scale(y, runs), size && this.#scale(size, runs)];
    const place = (scale: AxisScale, id: AxisId, run: RelatedRun) => scale.place(this.#value(id, run) ?? null);
    const points = runs.map((run) => ({
      run,
      x: room.left + place(scaleX, x, run) * across,
      y: room.top + (1 - place(scaleY, y, run)) * height,
      r: size && scaleSize ? 2 + place(scaleSize, size, run) * (biggest - 2) : radius,
    }));
    return { width, x: scaleX, y: scaleY, points, front: this.#front(points) };
  }

  /** Runs that have a value on both axes. */
  #placed(): readonly RelatedRun[] {
    const { x, y } = this.axes;
    return this.model.runs.filter((run) => [x, y].every((id) => this.#value(id, run) !== undefined));
  }

  /** Over these runs alone, and never flipped: what has no value has no place here. */
  #scale(id: AxisId, runs: readonly RelatedRun[]): AxisScale {
    const log = this.model.axes.get(id)?.scale.type === "log";
    return axisScale(
      runs.map((run) => this.#value(id, run) ?? null),
      { kind: axisKind(id), log, flipped: false },
    );
  }

  /** Undefined: the run has no place on the axis. */
  #value(id: AxisId, run: RelatedRun) {
    const value = this.model.values.get(id)?.[run.row] ?? undefined;
    return value === "NaN" || value === "Infinity" || value === "-Infinity" ? undefined : value;
  }

  #front(points: readonly Point[]): readonly Point[] {
    const { better, x, y } = this.axes;
    if (!better) return [];
    const pairs = points.map(({ run }) => [Number(this.#value(x, run)), Number(this.#value(y, run))] as const);
    return paretoFront(pairs, better).flatMap((index) => points[index] ?? []);
  }

  #swatch({ run, x, y, r }: Point, isNamed: boolean): TemplateResult | typeof nothing {
    if (!run.swatch) return nothing;
    const isLeft = x > this.#width.value * 0.7;
    const size = this.axes.size === undefined ? swatchSize : 2 * r + 2;
    return svg`<g class="compared-run run-swatch-${run.swatch.colour} ${run.isInside ? "" : "outside"}">${runSwatchShape(run.swatch, x, y, size)}
      ${isNamed ? svg`<text class="point-name" x=${isLeft ? x - size / 2 - 4 : x + size / 2 + 4} y=${y + 4} text-anchor=${isLeft ? "end" : "start"}>${run.name}</text>` : nothing}</g>`;
  }

  #box({ run, x, y }: Point): TemplateResult {
    this.style.setProperty("--box-x", `${Math.round(Math.min(x + 12, this.#width.value - 220))}px`);
    this.style.setProperty("--box-y", `${Math.round(y > height / 2 ? y - 92 : y + 12)}px`);
    return html`<div class="chart-box scatter-box numbers"><strong>${run.swatch ? runSwatch(run.swatch) : nothing} ${run.name}</strong>${this.#shown().map(
      (id) => html`<span>${this.model.axes.get(id)?.name} ${valueText(this.model, id, run.row)}</span>`,
    )}</div>`;
  }

  #shown(): AxisId[] {
    const { x, y, size } = this.axes;
    return [...new Set(size === undefined ? [y, x] : [y, x, size])];
  }

  #hover(event: PointerEvent): void {
    const box = this.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const far = (point: Point) => Math.hypot(point.x - x, point.y - y);
    const nearest = (this.#picture?.points ?? []).reduce<Point | undefined>(
      (best, point) => (!best || far(point) <= far(best) ? point : best),
      undefined,
    );
    this.at = nearest && far(nearest) <= near ? nearest.run.id : undefined;
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    if (by === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const points = (this.#picture?.points ?? []).toSorted((a, b) => a.x - b.x || b.y - a.y);
    const here = points.findIndex(({ run }) => run.id === this.at);
    const next =
      points[here < 0 && by < 0 ? points.length - 1 : Math.min(points.length - 1, Math.max(0, here + by * (event.shiftKey ? 10 : 1)))];
    if (!next) return;
    this.at = next.run.id;
    const values = this.#shown().map((id) => `${this.model.axes.get(id)?.name} ${valueText(this.model, id, next.run.row)}`);
    announce(`${next.run.name}${next.run.swatch ? ", compared" : ""}: ${values.join(", ")}`);
  }

  #label(points: readonly Point[], front: readonly Point[]): string {
    const name = (id: AxisId) => this.model.axes.get(id)?.name ?? "";
    const names = front.slice(0, mostOfFront).map(({ run }) => run.name);
    const rest = front.length > mostOfFront ? `, and ${front.length - mostOfFront} more` : "";
    const best = front.length === 0 ? "" : ` Pareto front: ${names.join(", ")}${rest}.`;
    return `${name(this.axes.y)} over ${name(this.axes.x)}, ${points.length} runs.${best} Left and Right go from run to run.`;
  }
}

function grid({ width, x, y }: Picture): TemplateResult {
  const across = width - room.left - room.right;
  const bottom = room.top + height;
  return svg`${y.ticks.map((tick) => {
    const at = room.top + (1 - tick.place) * height;
    return svg`<line class="grid-line" x1=${room.left} x2=${width - room.right} y1=${at} y2=${at}></line><text class="axis-tick" x=${room.left - 8} y=${at + 4} text-anchor="end">${clipped(tick.label, mostOfTick)}</text>`;
  })}<line class="axis-line" x1=${room.left} x2=${width - room.right} y1=${bottom + 6} y2=${bottom + 6}></line>${spread(
    x.ticks,
    across,
  ).map(
    (tick) =>
      svg`<text class="axis-tick" x=${room.left + tick.place * across} y=${bottom + 20} text-anchor="middle">${clipped(tick.label, mostOfTick)}</text>`,
  )}`;
}

/** Grey runs as one path of dots. */
function dots(points: readonly Point[], isInside: boolean): string {
  const dot = ({ x, y, r }: Point) => `M${(x - r).toFixed(1)},${y.toFixed(1)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;
  return points
    .filter(({ run }) => !run.swatch && run.isInside === isInside)
    .map(dot)
    .join("");
}

/** Labels that would stand on each other are left out. */
function spread<T extends { readonly place: number; readonly label: string }>(ticks: readonly T[], width: number): T[] {
  const kept: T[] = [];
  for (const tick of ticks.toSorted((a, b) => a.place - b.place)) {
    const last = kept.at(-1);
    const needed = (((last?.label.length ?? 0) + tick.label.length) / 2) * 7 + 8;
    if (!last || (tick.place - last.place) * width >= needed) kept.push(tick);
  }
  return kept;
}

customElements.define("slipway-scatter-plot", ScatterPlot);

import { html, type PropertyValues, render, type TemplateResult } from "lit";
import uPlot from "uplot";
import { extentOf, nearestX, stepAlong, type XAxis } from "#registry/model/compare/curve.ts";
import { pannedWindow, zoomedWindow } from "#registry/model/compare/xWindow.ts";
import { announce } from "../ui/announce.ts";
import { PageElement } from "../ui/page.ts";
import { chartAxes, smallPlot, xLabel, xRangeLabel } from "./axes.ts";
import { moveTo, plotOf, pointsOf } from "./chartGeometry.ts";
import type { ChartGroup } from "./chartGroup.ts";
import { curvePicture } from "./curvePicture.ts";
import { freePlace } from "./freePlace.ts";
import { paintCrosshair, paintLines } from "./paint.ts";
import type { ChartPicture } from "./picture.ts";
import { type ChartLine, chartSentence, named, type ReadoutEntry, readout, readoutSentence } from "./readout.ts";
import { readoutBox } from "./readoutBox.ts";
import { onThemeChange } from "./themeColours.ts";
import { yRange } from "./yRange.ts";

/**
 * One metric's curves. Hover or arrow keys move the crosshair of all charts of the group; a drag, or plus and minus, zoom them; a drag
 * with Shift, or Ctrl and an arrow, moves the part that is seen; a double click or Escape shows all. The element is a group with a name; what the crosshair reads and the zoom are announced.
 */
export class CurveChart extends PageElement {
  static override properties = {
    name: { type: String },
    lines: { attribute: false },
    axis: { type: String },
    logScale: { type: Boolean },
    clipOutliers: { type: Boolean },
    better: { type: String },
    group: { attribute: false },
    plotHeight: { type: Number },
  };
  declare name: string;
  declare lines: readonly ChartLine[];
  declare axis: XAxis;
  declare logScale: boolean;
  declare clipOutliers: boolean;
  declare better: "higher" | "lower" | undefined;
  declare group: ChartGroup;
  /** px, without the x axis. */
  declare plotHeight: number;

  #chart: uPlot | undefined;
  /** px from the top of the plot; undefined while no pointer is over it. */
  #pointer: number | undefined;
  readonly #overlay = document.createElement("canvas");
  readonly #box = document.createElement("div");
  readonly #place = document.createElement("div");
  /** px; kept as the browser reports them: asking while the pointer moves would lay out the page at every move. */
  #sizes = { box: { width: 0, height: 0 }, place: { width: 0, height: 0 } };
  #cleanUps: (() => void)[] = [];

  constructor() {
    super();
    this.name = "";
    this.lines = [];
    this.axis = "step";
    this.logScale = false;
    this.clipOutliers = false;
    this.plotHeight = smallPlot;
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.#overlay.className = "chart-overlay";
    this.#box.className = "chart-box numbers";
    this.#place.className = "chart-place";
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("blur", () => this.group.leader === this && this.group.moveCursor(undefined, this));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(this);
    const sizes = new ResizeObserver(() => this.#measure());
    sizes.observe(this.#box);
    sizes.observe(this.#place);
    this.#cleanUps = [
      () => resize.disconnect(),
      () => sizes.disconnect(),
      onThemeChange(() => this.#build()),
      this.group.join({ cursorMoved: () => this.#showCursor(), windowChanged: () => this.#rescale() }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const cleanUp of this.#cleanUps) cleanUp();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  override render(): TemplateResult {
    return html`<div class="chart-plot"></div>`;
  }

  /** What is drawn now; undefined before the first drawing. */
  picture(note: string, xName: string): ChartPicture | undefined {
    return this.#chart && curvePicture(this.#chart, this.lines, { title: this.name, note, x: xName });
  }

  protected override updated(changed: PropertyValues): void {
    this.setAttribute("aria-label", chartSentence(this.name));
    if (!this.#chart || ["axis", "logScale", "plotHeight"].some((name) => changed.has(name))) this.#build();
    else this.#rescale();
  }

  #build(): void {
    const target = this.querySelector<HTMLElement>(".chart-plot");
    if (!target || this.clientWidth === 0) return;
    this.#chart?.destroy();
    const options: uPlot.Options = {
      width: this.clientWidth,
      ...chartAxes(this.axis, this.logScale, this.plotHeight),
      ms: 1,
      legend: { show: false },
      scales: {
        x: { time: this.axis === "time", range: () => [...this.#visible()] },
        y: { distr: this.logScale ? 3 : 1, range: () => yRange(this.lines, this.#visible(), this) },
      },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        bind: { dblclick: () => this.#resetZoom, mousedown: (_chart, _target, handler) => (event) => this.#press(event, handler) },
      },
      hooks: {
        draw: [(chart) => paintLines(chart, this.lines)],
        setCursor: [(chart) => this.#hover(chart)],
        setSelect: [(chart) => this.#select(chart)],
      },
    };
    this.#chart = new uPlot(options, this.#anyData(), target);
    this.#chart.over.append(this.#overlay);
    this.#chart.root.append(this.#box, this.#place);
    this.#showCursor();
  }

  /** The scales come from the lines by `range`; uPlot only wants to see that there is something. */
  #anyData(): uPlot.AlignedData {
    const [from, to] = this.#visible();
    return [
      [from, to],
      [1, 1],
    ];
  }

  #rescale(): void {
    this.#chart?.setData(this.#anyData());
    this.#showCursor();
  }

  #resize(): void {
    if (!this.#chart) this.#build();
    else if (this.clientWidth > 0 && this.#chart.width !== this.clientWidth) {
      this.#chart.setSize({ width: this.clientWidth, height: this.#chart.height });
      this.#showCursor();
    }
  }

  #measure(): void {
    const sizeOf = (element: HTMLElement) => ({ width: element.offsetWidth, height: element.offsetHeight });
    const wasHidden = this.#sizes.box.width === 0;
    this.#sizes = { box: sizeOf(this.#box), place: sizeOf(this.#place) };
    // Later changes are small, and right again at the next move.
    if (wasHidden) this.#showCursor();
  }

  #curves() {
    return this.lines.map((line) => line.curve);
  }

  /** Those that the crosshair reads. */
  #named(): readonly ChartLine[] {
    return this.lines.filter((line) => !line.isAside);
  }

  #visible(): readonly [number, number] {
    if (this.group.window) return this.group.window;
    const [from, to] = extentOf(this.#curves()) ?? [0, 1];
    return from === to ? [from - 0.5, to + 0.5] : [from, to];
  }

  #hover(chart: uPlot): void {
    const { left = -1, top = -1, event } = chart.cursor;
    if (!event) return;
    this.#pointer = left < 0 ? undefined : top;
    if (left < 0) {
      if (this.group.leader === this) this.group.moveCursor(undefined, this);
      return;
    }
    const x = chart.posToVal(left, "x");
    this.group.moveCursor(nearestX(this.#curves(), x), this);
  }

  #select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width <= 0) return;
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#zoom([chart.posToVal(left, "x"), chart.posToVal(left + width, "x")]);
  }

  readonly #resetZoom = (): null => {
    this.#zoom(undefined);
    return null;
  };

  #zoom(window: readonly [number, number] | undefined): void {
    if (window === undefined && this.group.window === undefined) return;
    this.group.zoom(window);
    announce(window ? `Zoomed to ${xRangeLabel(this.axis, window)}` : "All of x is shown");
  }

  /** Around the crosshair, or the middle; a zoom that would show all is none. */
  #zoomBy(factor: number): void {
    const seen = this.#visible();
    this.#zoom(zoomedWindow(extentOf(this.#curves()) ?? seen, seen, this.group.cursor ?? (seen[0] + seen[1]) / 2, factor));
  }

  /** Only a part that is zoomed to can be moved. */
  #pan(from: readonly [number, number] | undefined, by: number): void {
    if (from) this.group.zoom(pannedWindow(extentOf(this.#curves()) ?? from, from, by));
  }

  /** A drag with Shift takes what is seen along; without it uPlot shows what to zoom to. */
  #press(event: MouseEvent, zoom: (event: MouseEvent) => null): null {
    const [seen, chart] = [this.group.window, this.#chart];
    if (!event.shiftKey || !seen || !chart) return zoom(event);
    const perPx = (seen[1] - seen[0]) / plotOf(chart).width;
    const move = (moved: MouseEvent) => this.#pan(seen, (event.clientX - moved.clientX) * perPx);
    document.addEventListener("mousemove", move);
    document.addEventListener("mouseup", () => document.removeEventListener("mousemove", move), { once: true });
    return null;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#zoom(undefined);
    else if (event.key === "+" || event.key === "-") this.#zoomBy(event.key === "+" ? 0.5 : 2);
    else if ((event.ctrlKey || event.metaKey) && (event.key === "ArrowLeft" || event.key === "ArrowRight")) this.#panByKey(event);
    else this.#moveCrosshair(event);
  }

  #panByKey(event: KeyboardEvent): void {
    const seen = this.group.window;
    if (!seen) return;
    event.preventDefault();
    this.#pan(seen, ((seen[1] - seen[0]) / 4) * (event.key === "ArrowRight" ? 1 : -1));
    announce(xRangeLabel(this.axis, this.#visible()));
  }

  #moveCrosshair(event: KeyboardEvent): void {
    const direction = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (direction === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#pointer = undefined;
    const x = stepAlong(this.#curves(), this.group.cursor, direction * (event.shiftKey ? 10 : 1));
    if (x === undefined) return;
    this.group.moveCursor(x, this);
    announce(readoutSentence(xLabel(this.axis, x), this.#entries()));
  }

  #entries(): ReadoutEntry[] {
    const x = this.group.cursor;
    const [chart, pointer] = [this.#chart, this.group.leader === this ? this.#pointer : undefined];
    const distance = chart && pointer !== undefined ? (y: number) => Math.abs(chart.valToPos(y, "y") - pointer) : undefined;
    return x === undefined ? [] : readout(this.#named(), x, this.better, distance);
  }

  #showCursor(): void {
    const chart = this.#chart;
    if (!chart) return;
    const [from, to] = this.#visible();
    const x = this.group.cursor !== undefined && this.group.cursor >= from && this.group.cursor <= to ? this.group.cursor : undefined;
    const entries = x === undefined ? [] : this.#entries();
    // A run that has ended is named in the box; there is nothing of it at the crosshair.
    const here = entries.slice(0, named).filter((entry) => entry.ended === undefined);
    paintCrosshair(chart, this.#overlay, x, here);
    const isShown = x !== undefined && entries.length > 0;
    this.#box.hidden = !isShown;
    this.#place.hidden = !isShown;
    if (!isShown) return;
    this.#box.classList.toggle("chart-box-short", this.group.leader !== this);
    this.#box.classList.toggle("chart-box-smoothed", this.group.leader === this && entries[0]?.logged !== undefined);
    render(readoutBox(entries, this.group.leader === this, this.axis), this.#box);
    this.#place.textContent = xLabel(this.axis, x);
    this.#stand(chart, chart.valToPos(x, "x"));
  }

  #stand(chart: uPlot, x: number): void {
    const plot = plotOf(chart);
    const { box, place } = this.#sizes;
    const { left, top } = freePlace(plot, x, box, pointsOf(chart, this.#curves()));
    moveTo(this.#box, plot.left + left, plot.top + top);
    moveTo(this.#place, Math.min(Math.max(0, plot.left + x - place.width / 2), chart.width - place.width), plot.top + plot.height + 1);
  }
}

customElements.define("slipway-curve-chart", CurveChart);

import type uPlot from "uplot";
import type { Curve } from "#registry/model/compare/curve.ts";
import { bandedLines, bandOutlines } from "./band.ts";
import { lastShown } from "./chartGeometry.ts";
import { asideDot, onlyPoint } from "./onlyPoint.ts";
import type { ChartLine, ReadoutEntry } from "./readout.ts";
import { paintRunSwatch } from "./runSwatch.ts";
import { asideAlpha, runColour, themeColour, withAlpha } from "./themeColours.ts";

/** With more lines than this, what was logged beneath the smoothed ones would be a fog. */
const mostBeneath = 12;
/** px that the canvas of the crosshair reaches beyond the plot: a swatch at its edge is drawn whole. As in charts.css. */
const beyond = 6;

/**
 * Draws the lines into uPlot's canvas, over its grid. They are not uPlot series: those share one x column, and a table of all runs' x
 * by all runs would have as many cells as runs times points where every run has times of its own.
 */
export function paintLines(chart: uPlot, lines: readonly ChartLine[]): void {
  const { ctx: canvas, bbox } = chart;
  const ratio = devicePixelRatio;
  canvas.save();
  canvas.beginPath();
  canvas.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  canvas.clip();
  canvas.lineJoin = "round";
  paintAsides(chart, lines);
  paintBands(chart, lines);
  canvas.lineWidth = 1.6 * ratio;
  // The baseline last: it lies on top of the others.
  const ordered = lines.filter((line) => !line.isAside).sort((a, b) => Number(a.isBaseline) - Number(b.isBaseline));
  for (const line of ordered) {
    const colour = runColour(line.swatch.colour);
    if (line.logged && lines.length <= mostBeneath) {
      canvas.setLineDash([]);
      canvas.strokeStyle = withAlpha(colour, 0.3);
      canvas.stroke(pathOf(chart, line.logged));
    }
    canvas.strokeStyle = colour;
    canvas.setLineDash(line.isBaseline ? [5 * ratio, 3 * ratio] : []);
    if (line.sure) {
      canvas.strokeStyle = withAlpha(colour, 0.4);
      canvas.stroke(pathOf(chart, line.curve));
      canvas.strokeStyle = colour;
    }
    canvas.stroke(pathOf(chart, line.sure ?? line.curve));
  }
  canvas.restore();
  // Over all lines, and whole at an edge of the plot too.
  for (const line of ordered) {
    const last = lastShown(chart, line.curve);
    if (last)
      paintRunSwatch(canvas, line.swatch, bbox.left + last.x * ratio, bbox.top + last.y * ratio, 10 * ratio, runColour(line.swatch.colour));
  }
}

/** Beneath the others, so pale that many of them are a background. */
function paintAsides(chart: uPlot, lines: readonly ChartLine[]): void {
  const { ctx: canvas } = chart;
  canvas.lineWidth = devicePixelRatio;
  canvas.strokeStyle = withAlpha(themeColour("charts-foreground"), asideAlpha());
  canvas.fillStyle = withAlpha(themeColour("charts-foreground"), 2 * asideAlpha());
  for (const { isAside, curve } of lines) {
    if (!isAside) continue;
    const only = onlyPoint(curve);
    if (only === undefined) canvas.stroke(pathOf(chart, curve));
    else canvas.fill(dotAt(chart, only.x, only.y));
  }
}

/** Of many lines only the baseline's, which the others are held against: the rest would be a fog. */
function paintBands(chart: uPlot, lines: readonly ChartLine[]): void {
  const { ctx: canvas } = chart;
  for (const line of bandedLines(lines)) {
    canvas.fillStyle = withAlpha(runColour(line.swatch.colour), 0.16);
    const path = new Path2D();
    for (const outline of bandOutlines(chart, line, true)) {
      for (const [index, [x, y]] of outline.entries()) {
        if (index === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      path.closePath();
    }
    canvas.fill(path);
  }
}

/** The crosshair and a swatch on each line that has a value there, on the canvas above the chart. */
export function paintCrosshair(chart: uPlot, overlay: HTMLCanvasElement, x: number | undefined, entries: readonly ReadoutEntry[]): void {
  const ratio = devicePixelRatio;
  const canvas = overlay.getContext("2d");
  if (!canvas) return;
  const { height } = chart.bbox;
  const around = beyond * ratio;
  const [fullWidth, fullHeight] = [chart.bbox.width + 2 * around, height + 2 * around];
  if (overlay.width !== fullWidth || overlay.height !== fullHeight) {
    overlay.width = fullWidth;
    overlay.height = fullHeight;
  }
  canvas.setTransform(1, 0, 0, 1, around, around);
  canvas.clearRect(-around, -around, fullWidth, fullHeight);
  if (x === undefined) return;
  const left = chart.valToPos(x, "x") * ratio;
  canvas.fillStyle = withAlpha(themeColour("charts-foreground"), 0.65);
  canvas.fillRect(Math.round(left - 0.5), 0, Math.max(1, Math.round(ratio)), height);
  for (const { line, y } of entries) {
    const top = chart.valToPos(y, "y") * ratio;
    if (!Number.isFinite(top)) continue;
    paintRunSwatch(canvas, line.swatch, left, top, 11 * ratio, themeColour("editor-background"));
    paintRunSwatch(canvas, line.swatch, left, top, 8 * ratio, runColour(line.swatch.colour));
  }
}

/** A run that logged one value has no line. */
function dotAt(chart: uPlot, x: number, y: number): Path2D {
  const path = new Path2D();
  path.arc(chart.valToPos(x, "x", true), chart.valToPos(y, "y", true), asideDot * devicePixelRatio, 0, 2 * Math.PI);
  return path;
}

function pathOf(chart: uPlot, { x, y }: Curve): Path2D {
  const path = new Path2D();
  let isBroken = true;
  for (let index = 0; index < x.length; index++) {
    const top = chart.valToPos(y[index] ?? Number.NaN, "y", true);
    if (!Number.isFinite(top)) {
      isBroken = true;
      continue;
    }
    const left = chart.valToPos(x[index] ?? 0, "x", true);
    if (isBroken) path.moveTo(left, top);
    else path.lineTo(left, top);
    isBroken = false;
  }
  return path;
}

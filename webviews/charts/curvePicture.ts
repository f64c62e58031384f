import { nothing, svg, type TemplateResult } from "lit";
import type uPlot from "uplot";
import type { Curve } from "#registry/model/compare/curve.ts";
import { bandedLines, bandOutlines } from "./band.ts";
import { lastShown, plotOf } from "./chartGeometry.ts";
import { asideDot, onlyPoint } from "./onlyPoint.ts";
import type { ChartPicture } from "./picture.ts";
import type { ChartLine } from "./readout.ts";
import { runSwatchShape } from "./runSwatch.ts";

/** What uPlot marked an axis with, which it does not type: its version is pinned. */
interface MarkedAxis {
  readonly _splits?: readonly number[] | null;
  readonly _values?: readonly (string | null)[] | null;
}

/** px */
const xNameHeight = 20;

/** What a chart shows now, as elements of an SVG. `xName`: what stands under the x axis. */
export function curvePicture(
  chart: uPlot,
  lines: readonly ChartLine[],
  names: { readonly title: string; readonly note: string; readonly x: string },
): ChartPicture {
  const plot = plotOf(chart);
  const named = lines.filter((line) => !line.isAside);
  const ordered = [
    ...lines.filter((line) => line.isAside),
    ...named.toSorted((one, other) => Number(one.isBaseline) - Number(other.isBaseline)),
  ];
  const banded = new Set(bandedLines(lines));
  return {
    title: names.title,
    note: names.note,
    width: chart.width,
    height: chart.height + xNameHeight,
    legend: named,
    plot: svg`<g>${yTicks(chart, plot)}${xTicks(chart, plot)}
      <svg x=${plot.left} y=${plot.top - 4} width=${plot.width} height=${plot.height + 8}><g transform="translate(0 4)">${ordered.map((line) => lineOf(chart, line, banded.has(line)))}</g></svg>
      <g transform=${`translate(${plot.left} ${plot.top})`}>${ordered.map((line) => endOf(chart, line))}</g>
      <text class="picture-tick-text" x=${plot.left + plot.width / 2} y=${chart.height + xNameHeight - 6} text-anchor="middle">${names.x}</text></g>`,
  };
}

function ticksOf(chart: uPlot, axis: 0 | 1): { readonly at: number; readonly text: string }[] {
  const { _splits: splits, _values: values } = (chart.axes[axis] ?? {}) as MarkedAxis;
  const scale = axis === 0 ? "x" : "y";
  return (splits ?? []).flatMap((split, index) => {
    const text = values?.[index];
    return typeof text === "string" && text !== "" ? [{ at: chart.valToPos(split, scale), text }] : [];
  });
}

type Plot = ReturnType<typeof plotOf>;

function yTicks(chart: uPlot, plot: Plot): TemplateResult[] {
  return ticksOf(chart, 1)
    .filter(({ at }) => at >= -1 && at <= plot.height + 1)
    .map(
      ({
        at,
        text,
      }) => svg`<line class="picture-grid" x1=${plot.left} x2=${plot.left + plot.width} y1=${plot.top + at} y2=${plot.top + at}></line>
      <text class="picture-tick-text" x=${plot.left - 8} y=${plot.top + at + 4} text-anchor="end">${text}</text>`,
    );
}

function xTicks(chart: uPlot, plot: Plot): TemplateResult {
  const bottom = plot.top + plot.height;
  return svg`<line class="picture-axis" x1=${plot.left} x2=${plot.left + plot.width} y1=${bottom} y2=${bottom}></line>${ticksOf(chart, 0)
    .filter(({ at }) => at >= -1 && at <= plot.width + 1)
    .map(({ at, text }) =>
      text
        .split("\n")
        .map(
          (line, row) =>
            svg`<text class="picture-tick-text" x=${plot.left + at} y=${bottom + 15 + row * 13} text-anchor="middle">${line}</text>`,
        ),
    )}`;
}

function lineOf(chart: uPlot, line: ChartLine, isBanded: boolean): TemplateResult {
  const only = line.isAside ? onlyPoint(line.curve) : undefined;
  if (only !== undefined)
    return svg`<circle class="picture-aside-dot" cx=${chart.valToPos(only.x, "x")} cy=${chart.valToPos(only.y, "y")} r=${asideDot}></circle>`;
  if (line.isAside) return svg`<path class="picture-aside" d=${pathOf(chart, line.curve)}></path>`;
  return svg`<g class=${`picture-swatch run-swatch-${line.swatch.colour}`}>
    ${isBanded ? svg`<path class="picture-band" d=${bandPath(chart, line)}></path>` : nothing}
    ${line.sure ? svg`<path class="picture-line picture-logged" d=${pathOf(chart, line.curve)}></path>` : nothing}
    ${line.logged ? svg`<path class="picture-line picture-logged" d=${pathOf(chart, line.logged)}></path>` : nothing}
    <path class=${`picture-line ${line.isBaseline ? "picture-baseline" : ""}`} d=${pathOf(chart, line.sure ?? line.curve)}></path></g>`;
}

/** The run's swatch on its last value, which no edge of the plot cuts. */
function endOf(chart: uPlot, line: ChartLine): TemplateResult | typeof nothing {
  const last = line.isAside ? undefined : lastShown(chart, line.curve);
  if (last === undefined) return nothing;
  return svg`<g class=${`picture-swatch run-swatch-${line.swatch.colour}`}>${runSwatchShape(line.swatch, last.x, last.y, 10)}</g>`;
}

function bandPath(chart: uPlot, line: ChartLine): string {
  const outline = (points: readonly (readonly [number, number])[]) =>
    `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;
  return bandOutlines(chart, line, false).map(outline).join("");
}

function pathOf(chart: uPlot, { x, y }: Curve): string {
  const parts: string[] = [];
  let isBroken = true;
  for (let index = 0; index < x.length; index++) {
    const top = chart.valToPos(y[index] ?? Number.NaN, "y");
    if (Number.isFinite(top)) parts.push(`${isBroken ? "M" : "L"}${chart.valToPos(x[index] ?? 0, "x").toFixed(1)},${top.toFixed(1)}`);
    isBroken = !Number.isFinite(top);
  }
  return parts.join("");
}

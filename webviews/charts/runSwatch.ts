import { html, svg, type TemplateResult } from "lit";
import type { RunShape, RunSwatch } from "#registry/model/compare/runSwatch.ts";

/** Outlines in a box from -1 to 1, of about equal area. A circle has none. */
const outlines: Readonly<Record<Exclude<RunShape, "circle">, readonly (readonly [number, number])[]>> = {
  triangle: [
    [0, -0.95],
    [1, 0.8],
    [-1, 0.8],
  ],
  down: [
    [0, 0.95],
    [-1, -0.8],
    [1, -0.8],
  ],
  diamond: [
    [0, -1.05],
    [1.05, 0],
    [0, 1.05],
    [-1.05, 0],
  ],
  square: [
    [-0.82, -0.82],
    [0.82, -0.82],
    [0.82, 0.82],
    [-0.82, 0.82],
  ],
  cross: [
    [-0.32, -1],
    [0.32, -1],
    [0.32, -0.32],
    [1, -0.32],
    [1, 0.32],
    [0.32, 0.32],
    [0.32, 1],
    [-0.32, 1],
    [-0.32, 0.32],
    [-1, 0.32],
    [-1, -0.32],
    [-0.32, -0.32],
  ],
};

/** A run's swatch in the text, 10 px. The name beside it says which run it is. */
export function runSwatch(swatch: RunSwatch): TemplateResult {
  return html`<svg class="run-swatch run-swatch-${swatch.colour}" viewBox="-1.1 -1.1 2.2 2.2" width="10" height="10" aria-hidden="true">${
    swatch.shape === "circle"
      ? svg`<circle r="0.95"/>`
      : svg`<polygon points=${outlines[swatch.shape].map((point) => point.join()).join(" ")}/>`
  }</svg>`;
}

/** The same swatch within a picture, with its middle at `x`, `y`; its colour is that of a `.run-swatch-…` around it. */
export function runSwatchShape(swatch: RunSwatch, x: number, y: number, size: number): TemplateResult {
  const half = size / 2;
  if (swatch.shape === "circle") return svg`<circle class="swatch-shape" cx=${x} cy=${y} r=${half}></circle>`;
  const points = outlines[swatch.shape].map(([dx, dy]) => `${(x + dx * half).toFixed(1)},${(y + dy * half).toFixed(1)}`).join(" ");
  return svg`<polygon class="swatch-shape" points=${points}></polygon>`;
}

/** The same swatch on a canvas, with its middle at `x`, `y`. */
export function paintRunSwatch(
  canvas: CanvasRenderingContext2D,
  swatch: RunSwatch,
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const half = size / 2;
  canvas.fillStyle = colour;
  canvas.beginPath();
  if (swatch.shape === "circle") canvas.arc(x, y, half, 0, 2 * Math.PI);
  else for (const [dx, dy] of outlines[swatch.shape]) canvas.lineTo(x + dx * half, y + dy * half);
  canvas.closePath();
  canvas.fill();
}

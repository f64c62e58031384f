/**
 * Defines `<slipway-curve-chart>` as soon as the page has asked for its first data, while it waits for the answer: uPlot asks the browser for its
 * number and date formats as it is loaded, which takes as long as all else that a page does until then (30 to 80 ms in Chromium 156). Elements that are
 * on the page by then become charts with what they were given.
 */
export function defineCurveChart(): void {
  setTimeout(() => void import("./curveChart.ts"));
}

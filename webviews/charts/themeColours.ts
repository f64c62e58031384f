import type { RunColour } from "#registry/model/compare/runSwatch.ts";

/** Asked for each line of each chart while the pointer moves: computing styles every time would cost more than drawing. */
const known = new Map<string, string>();

/** The value of a theme colour now; a canvas cannot use `var()`. `name` as in a style sheet, without `--vscode-`. */
export function themeColour(name: string): string {
  return variable(`--vscode-${name}`) || "currentcolor";
}

function variable(name: string): string {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.body).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}

/**
 * The colour of a run's lines and swatches. `charts.orange` stands for a see-through highlight in VS Code 1.139 and cannot be seen in high
 * contrast; the orange of the class symbol is solid in all four kinds of theme.
 */
export function runColour(colour: RunColour): string {
  return themeColour(colour === "orange" ? "symbolIcon-classForeground" : `charts-${colour}`);
}

/** How much is seen of the grey lines behind those that a chart is about (charts.css). */
export function asideAlpha(): number {
  return Number(variable("--aside"));
}

/** A colour in any CSS form, with an alpha of its own. */
export function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
}

/** Calls back when the person changes the theme. VS Code sets the variables on the root element and a class on the body. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(() => {
    known.clear();
    callback();
  });
  observer.observe(document.documentElement, { attributeFilter: ["style", "class"] });
  observer.observe(document.body, { attributeFilter: ["class", "data-vscode-theme-id"] });
  return () => observer.disconnect();
}

import { html, nothing, render, svg, type TemplateResult } from "lit";
import type { SavedPicture } from "#protocol/views/panel.ts";
import type { RunSwatch } from "#registry/model/compare/runSwatch.ts";
import { announce } from "../ui/announce.ts";
import type { MenuItem } from "../ui/menu.ts";
import { runSwatchShape } from "./runSwatch.ts";
import { textWidth } from "./textWidth.ts";

/** A chart as it leaves the page: by itself, so with its title, the names of its axes and of its runs. */
export interface ChartPicture {
  readonly title: string;
  /** What else is to be known of it; may be empty. */
  readonly note: string;
  /** px, of the plot with its axes. */
  readonly width: number;
  readonly height: number;
  /** Elements of an SVG, styled by the page's style sheet. */
  readonly plot: TemplateResult;
  readonly legend: readonly { readonly name: string; readonly swatch: RunSwatch; readonly isBaseline: boolean }[];
}

type Look = "theme" | "paper";

/** Dark on white, whatever the theme: the colours of VS Code's light one, its greys darker. */
const paper: Readonly<Record<`--vscode-${string}`, string>> = {
  "--vscode-editor-background": "#ffffff",
  "--vscode-foreground": "#1f1f1f",
  "--vscode-descriptionForeground": "#474747",
  "--vscode-focusBorder": "#005fb8",
  "--vscode-charts-foreground": "#1f1f1f",
  "--vscode-charts-lines": "rgba(31, 31, 31, 0.5)",
  "--vscode-charts-blue": "#1a85ff",
  "--vscode-charts-red": "#e51400",
  "--vscode-charts-yellow": "#bf8803",
  "--vscode-charts-green": "#388a34",
  "--vscode-charts-purple": "#652d90",
  "--vscode-symbolIcon-classForeground": "#d67e00",
};

/** px */
const margin = 16;
const lineHeight = 18;
const titleHeight = 28;
/** Runs that a legend names. */
const mostNamed = 40;
/** Pixels of a PNG per px: it is looked at enlarged. */
const scale = 2;
/** What a picture takes along of the style sheet. */
const kept = [
  ...["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "opacity", "paint-order"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "visibility"],
];

/** What the menu of a chart offers; `picture` is drawn when it is asked for. */
export function pictureItems(picture: () => ChartPicture | undefined, save: (file: SavedPicture) => void): MenuItem[] {
  const run = (act: (text: string, name: string) => unknown, look: Look) => () => {
    const drawn = picture();
    if (drawn) act(pictureText(drawn, look), drawn.title);
    else announce("There is nothing to draw");
  };
  const png = async (text: string, name: string) => save({ name, ending: "png", base64: await base64Of(await pngOf(text)) });
  const asSvg = async (text: string, name: string) => save({ name, ending: "svg", base64: await base64Of(new Blob([text])) });
  return [
    { label: "Copy as PNG", run: run(copyPng, "theme") },
    { label: "Copy as PNG for Paper", run: run(copyPng, "paper") },
    { label: "Save as PNG…", run: run(png, "theme") },
    { label: "Save as SVG…", run: run(asSvg, "theme") },
    { label: "Save as SVG for Paper…", run: run(asSvg, "paper") },
  ];
}

async function copyPng(text: string): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(text) })]);
    announce("Copied the chart as PNG");
  } catch {
    announce("The chart could not be copied here. Save as PNG writes it to a file.");
  }
}

/** An SVG that needs no style sheet. */
export function pictureText(picture: ChartPicture, look: Look): string {
  const host = document.createElement("div");
  host.className = "picture-host";
  if (look === "paper") for (const [name, colour] of Object.entries(paper)) host.style.setProperty(name, colour);
  document.body.append(host);
  try {
    render(whole(picture), host);
    const drawn = host.querySelector("svg");
    if (!drawn) return "";
    const elements = [drawn, ...drawn.querySelectorAll<SVGElement>("*")];
    for (const element of elements) withOwnStyle(element);
    // Not before the last has its own: they inherit from each other.
    for (const element of elements) element.removeAttribute("class");
    const comments = document.createNodeIterator(drawn, NodeFilter.SHOW_COMMENT);
    for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) (comment as Comment).remove();
    return new XMLSerializer().serializeToString(drawn);
  } finally {
    host.remove();
  }
}

function withOwnStyle(element: SVGElement): void {
  const style = getComputedStyle(element);
  for (const name of kept) {
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== "normal" && value !== "none" && value !== "1") element.setAttribute(name, value);
    else if (name === "fill" || name === "stroke") element.setAttribute(name, value);
  }
}

function whole({ title, note, width, height, plot, legend }: ChartPicture): TemplateResult {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const lines = legendLines(legend, width, (text) => textWidth(text, font));
  const top = margin + titleHeight;
  const below = top + height + 12;
  const full = { width: width + 2 * margin, height: below + lines.length * lineHeight + margin };
  return html`<svg xmlns="http://www.w3.org/2000/svg" width=${full.width} height=${full.height} viewBox=${`0 0 ${full.width} ${full.height}`}>
    <rect class="picture-ground" width="100%" height="100%"></rect>
    <text class="picture-title" x=${margin} y=${margin + 12}>${title}</text>
    ${note === "" ? nothing : svg`<text class="picture-note" x=${margin + textWidth(title, `600 ${font.replace("12px", "13px")}`) + 10} y=${margin + 12}>${note}</text>`}
    <g transform=${`translate(${margin} ${top})`}>${plot}</g>
    ${lines.map((line, row) => line.map(({ at, name, swatch }) => legendEntry(margin + at, below + row * lineHeight + 9, name, swatch)))}
  </svg>`;
}

function legendEntry(x: number, y: number, name: string, swatch: RunSwatch | undefined): TemplateResult {
  return svg`<g>${swatch ? svg`<g class=${`picture-swatch run-swatch-${swatch.colour}`}>${runSwatchShape(swatch, x + 5, y, 10)}</g>` : nothing}
    <text class="picture-name" x=${swatch ? x + 16 : x} y=${y + 4}>${name}</text></g>`;
}

interface Placed {
  readonly at: number;
  readonly name: string;
  readonly swatch: RunSwatch | undefined;
}

/** From left to right, a new line where one is full. */
function legendLines(legend: ChartPicture["legend"], width: number, wide: (text: string) => number): Placed[][] {
  const named = legend
    .toSorted((one, other) => Number(other.isBaseline) - Number(one.isBaseline))
    .slice(0, mostNamed)
    .map(({ name, swatch, isBaseline }) => ({ name: isBaseline ? `${name} (baseline)` : name, swatch }));
  const rest = legend.length - named.length;
  const lines: Placed[][] = [[]];
  let at = 0;
  for (const entry of [...named, ...(rest > 0 ? [{ name: `and ${rest} more`, swatch: undefined }] : [])]) {
    const needed = wide(entry.name) + 34;
    if (at > 0 && at + needed > width) {
      lines.push([]);
      at = 0;
    }
    lines.at(-1)?.push({ at, ...entry });
    at += needed;
  }
  return lines;
}

/** The picture's own size, enlarged. Rejects where the page cannot draw it. */
async function pngOf(text: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${await base64Of(new Blob([text]))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))), "image/png");
  });
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const parts: string[] = [];
  // Arguments are limited in number.
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(""));
}

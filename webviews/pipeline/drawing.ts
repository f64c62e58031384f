import { html, nothing, svg, type TemplateResult } from "lit";
import { visibleText } from "#registry/model/visibleText.ts";
import type { Drawing, PlacedNode } from "./layout.ts";
import type { TreeActs } from "./tree.ts";
import { fileRowId } from "./treeRows.ts";
import { spokenNode } from "./words.ts";

type DrawingActs = Pick<TreeActs, "press" | "open">;

/** The graph as a picture: for the eye and the mouse. What it shows is also in the tree beside it, for keys and screen readers. */
export function drawing(
  { nodes, edges, width, height }: Drawing,
  chosen: string | undefined,
  zoom: number,
  acts: DrawingActs,
): TemplateResult {
  const linked = edges.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : []));
  const inFile = nodes.flatMap(({ node: { id, file } }) => (file !== undefined && chosen === fileRowId(file) ? [id] : []));
  const near = new Set([...linked, ...inFile]);
  return html`<svg class="graph" aria-hidden="true" width=${width * zoom} height=${height * zoom} viewBox="0 0 ${width} ${height}">
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="7" markerHeight="7" orient="auto">
        <path class="arrow" d="M 0 0 L 8 4 L 0 8 z"></path>
      </marker>
    </defs>
    ${edges.map(
      ({ from, to, path }) =>
        svg`<path class="edge ${from === chosen || to === chosen ? "edge-chosen" : ""}" d=${path} marker-end="url(#arrow)"></path>`,
    )}
    ${nodes.map((placed) => nodeTemplate(placed, chosen, near, acts))}
  </svg>`;
}

function nodeTemplate(placed: PlacedNode, chosen: string | undefined, near: ReadonlySet<string>, acts: DrawingActs): TemplateResult {
  const { node, name, note, left, top, width, height } = placed;
  const { id, kind, state = "none" } = node;
  const classes = `node node-${kind} state-${state} ${id === chosen ? "node-chosen" : near.has(id) ? "node-near" : ""}`;
  return svg`<g class=${classes} data-id=${id} transform="translate(${left} ${top})"
    @click=${() => acts.press(id)} @dblclick=${() => acts.open(id)}>
    <title>${visibleText(spokenNode(node))}</title>
    ${kind === "group" ? svg`<rect class="box box-behind" x="4" y="-4" width=${width - 4} height=${height} rx="2"></rect>` : nothing}
    <rect class="box" width=${width} height=${height} rx=${kind === "data" ? height / 2 : 2}></rect>
    ${kind === "data" ? nothing : svg`<rect class="bar" width="3" height=${height}></rect>`}
    <text class="name" x="10" y=${note === undefined ? height / 2 + 4.5 : 17}>${name}</text>
    ${note === undefined ? nothing : svg`<text class="note" x="10" y="35">${note}</text>`}
  </g>`;
}

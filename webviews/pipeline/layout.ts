import { Graph, layout } from "@dagrejs/dagre";
import type { PipelineNode } from "#protocol/views/pipeline.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { ShownGraph } from "./shown.ts";
import { calledNode } from "./words.ts";

/** Left and top, px. */
export interface PlacedNode {
  readonly node: PipelineNode;
  /** As far as the box has room for it. */
  readonly name: string;
  readonly note: string | undefined;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly nodes: readonly PlacedNode[];
  /** Paths of SVG. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

/** px */
const [lineHeight, padding, widest, margin] = [18, 8, 260, 16] as const;

/** Stages above which the ranks are the plain ones: the better ones take seconds. */
const mostForBest = 150;

/** Where everything stands, from left to right. `widthOf` measures a text, px. */
export function drawingOf({ nodes, edges }: ShownGraph, widthOf: (text: string) => number): Drawing {
  const graph = new Graph();
  const ranker = nodes.length > mostForBest ? "longest-path" : "network-simplex";
  graph.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 48, marginx: margin, marginy: margin, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) {
    const text = Math.max(widthOf(visibleText(calledNode(node))), widthOf(visibleText(node.note ?? "")));
    const width = Math.min(widest, Math.ceil(text) + besideText(node));
    graph.setNode(node.id, { width, height: (node.note === undefined ? 1 : 2) * lineHeight + padding });
  }
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placed = nodes.map((node) => {
    const at = graph.node(node.id) as { x: number; y: number; width: number; height: number };
    const fitted = (text: string, keeps: Kept) => fitting(visibleText(text), at.width - besideText(node), widthOf, keeps);
    const name = fitted(calledNode(node), isPath(node) ? "end" : "start");
    const texts = { name, note: node.note === undefined ? undefined : fitted(node.note, "start") };
    return { node, ...texts, left: at.x - at.width / 2, top: at.y - at.height / 2, width: at.width, height: at.height };
  });
  const paths = edges.map(({ from, to }) => ({ from, to, path: pathOf((graph.edge(from, to) as { points: readonly Point[] }).points) }));
  return { nodes: placed, edges: paths, width: Math.ceil(width), height: Math.ceil(height) };
}

/** What a box has beside its text, px. */
function besideText({ kind }: PipelineNode): number {
  return 2 * padding + (kind === "group" ? 20 : 6);
}

/** Is it called by a path, of which the end tells more than the beginning? */
function isPath({ kind, address }: PipelineNode): boolean {
  return address !== undefined || kind === "data" || kind === "tracked";
}

/** The part of a text that is kept where there is no room for all. */
type Kept = "start" | "end";

/** A text, or as much of it as has room, px, with `…`. */
function fitting(text: string, room: number, widthOf: (text: string) => number, keeps: Kept): string {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  const cut = () => (keeps === "start" ? `${letters.join("")}…` : `…${letters.join("")}`);
  while (letters.length > 1 && widthOf(cut()) > room) {
    if (keeps === "start") letters.pop();
    else letters.shift();
  }
  return cut();
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Round corners through the points. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return "";
  const round = (value: number) => Math.round(value * 10) / 10;
  const text = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  const curves = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q ${text(point)} ${text({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return [`M ${text(first)}`, ...curves, `L ${text(last)}`].join(" ");
}

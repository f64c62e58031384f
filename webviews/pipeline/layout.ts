import { Graph, layout } from "@dagrejs/dagre";
import type { PipelineNode } from "#protocol/views/pipeline.ts";
import type { ShownGraph } from "./shown.ts";

/** Left and top, px. */
export interface PlacedNode {
  readonly node: PipelineNode;
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
    const text = Math.max(widthOf(node.name), widthOf(node.note ?? ""));
    const width = Math.min(widest, Math.ceil(text) + 2 * padding + (node.kind === "group" ? 20 : 6));
    graph.setNode(node.id, { width, height: (node.note === undefined ? 1 : 2) * lineHeight + padding });
  }
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placed = nodes.map((node) => {
    const at = graph.node(node.id) as { x: number; y: number; width: number; height: number };
    return { node, left: at.x - at.width / 2, top: at.y - at.height / 2, width: at.width, height: at.height };
  });
  const paths = edges.map(({ from, to }) => ({ from, to, path: pathOf((graph.edge(from, to) as { points: readonly Point[] }).points) }));
  return { nodes: placed, edges: paths, width: Math.ceil(width), height: Math.ceil(height) };
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

import type { PipelineGraph, PipelineNode, PipelineState, StageState } from "#protocol/views/pipeline.ts";
import { spokenNode } from "./words.ts";

/** A line of the tree: a file, or a node of the graph. */
export interface TreeRow {
  /** Of the node; of a file, `fileRowId`. */
  readonly id: string;
  readonly name: string;
  /** In one sentence, for screen readers and tooltips. */
  readonly spoken: string;
  readonly level: number;
  /** Id of the row that it stands under. */
  readonly parent?: string;
  /** Absent: it holds nothing. */
  readonly isOpen?: boolean;
  readonly state?: StageState;
  readonly note?: string;
}

export function fileRowId(uri: string): string {
  return `file:${uri}`;
}

/** Stages in the order of their files, those of an unfolded group below it; under their files where there are stages of others than the page's. */
export function treeRows(graph: PipelineGraph, { uri, open, folded = [] }: Pick<PipelineState, "uri" | "open" | "folded">): TreeRow[] {
  const nodes = graph.nodes.filter(({ kind }) => kind !== "data");
  if (!nodes.some(({ file, kind }) => file !== undefined && kind !== "tracked")) return nodeRows(nodes, open, undefined);
  const names = new Map(graph.files.map((file) => [file.uri, file.name]));
  return [...Map.groupBy(nodes, ({ file }) => file ?? uri)].flatMap(([file, ofFile]) => {
    if (ofFile.every(({ kind }) => kind === "tracked")) return nodeRows(ofFile, open, undefined);
    const [id, name, isOpen] = [fileRowId(file), names.get(file) ?? file, !folded.includes(file)];
    const count = ofFile.filter(({ kind }) => kind === "stage").length;
    const note = isOpen ? undefined : `${count} ${count === 1 ? "stage" : "stages"}`;
    const row: TreeRow = { id, name, spoken: `file ${name}`, level: 1, isOpen, ...(note !== undefined && { note }) };
    return [row, ...(isOpen ? nodeRows(ofFile, open, id) : [])];
  });
}

function nodeRows(nodes: readonly PipelineNode[], open: readonly string[], parent: string | undefined): TreeRow[] {
  const level = parent === undefined ? 1 : 2;
  const members = Map.groupBy(nodes, ({ group }) => group);
  return (members.get(undefined) ?? []).flatMap((node): TreeRow[] => {
    const row = { ...rowOf(node), level, ...(parent !== undefined && { parent }) };
    if (node.kind !== "group") return [row];
    const isOpen = open.includes(node.id);
    const ofGroup = isOpen ? (members.get(node.id) ?? []) : [];
    return [{ ...row, isOpen }, ...ofGroup.map((member) => ({ ...rowOf(member), level: level + 1, parent: node.id }))];
  });
}

function rowOf(node: PipelineNode): Omit<TreeRow, "level"> {
  const { id, name, state, note } = node;
  return { id, name, spoken: spokenNode(node), ...(state !== undefined && { state }), ...(note !== undefined && { note }) };
}

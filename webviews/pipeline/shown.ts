import { isSameUri } from "#protocol/folderUri.ts";
import type { PipelineEdge, PipelineGraph, PipelineNode, PipelineState, StageState } from "#protocol/views/pipeline.ts";

/** Stages above which data is not shown until it is asked for: files are three times as many. */
const mostWithData = 40;

/** What of a graph is on the page. */
export interface ShownGraph {
  /** Stages and groups in the order of the file, then `.dvc` files, then data. */
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
  readonly showsData: boolean;
}

/** Stages of a folded group stand as the group; without data, stages lead to each other. */
export function shownGraph({ nodes, edges }: PipelineGraph, { open, showsData: asked }: PipelineState): ShownGraph {
  const stands = new Map(nodes.map(({ id, group }) => [id, group === undefined || open.includes(group) ? id : group]));
  const shown = nodes.filter(({ id, kind }) => (kind === "group" ? !open.includes(id) : stands.get(id) === id));
  const stages = shown.filter(({ kind }) => kind !== "data");
  const showsData = asked ?? stages.length <= mostWithData;
  const linked = (showsData ? edges : withoutData(nodes, edges)).map(({ from, to }) => ({
    from: stands.get(from) ?? from,
    to: stands.get(to) ?? to,
  }));
  const ids = new Set((showsData ? shown : stages).map(({ id }) => id));
  const unique = new Map(linked.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
  return {
    nodes: showsData ? shown : stages,
    edges: [...unique.values()].filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to)),
    showsData,
  };
}

function withoutData(nodes: readonly PipelineNode[], edges: readonly PipelineEdge[]): PipelineEdge[] {
  const data = new Set(nodes.filter(({ kind }) => kind === "data").map(({ id }) => id));
  const next = Map.groupBy(edges, ({ from }) => from);
  // A folder leads to the files in it, and those to who reads them.
  const readersOf = (datum: string, seen: Set<string>): string[] =>
    (next.get(datum) ?? []).flatMap(({ to }) => {
      if (seen.has(to)) return [];
      seen.add(to);
      return data.has(to) ? readersOf(to, seen) : [to];
    });
  return edges
    .filter(({ from }) => !data.has(from))
    .flatMap(({ from, to }) => readersOf(to, new Set([to])).map((reader) => ({ from, to: reader })));
}

/** `12 stages in 3 files · 3 changed · 2 after a change`; of what is not known nothing is said. */
export function summaryOf({ nodes }: PipelineGraph): string {
  const stages = nodes.filter(({ kind }) => kind === "stage");
  const count = (state: StageState) => stages.filter((node) => node.state === state).length;
  const parts = [
    [count("changed"), "changed"],
    [count("follows"), "after a change"],
    [count("unknown"), "not compared"],
    [count("frozen"), "frozen"],
  ] as const;
  const said = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []));
  const isAllCurrent = stages.length > 0 && stages.every(({ state }) => state === "current");
  const files = new Set(stages.map(({ file }) => file)).size;
  const inFiles = files > 1 ? ` in ${files} files` : "";
  return [
    `${stages.length} ${stages.length === 1 ? "stage" : "stages"}${inFiles}`,
    ...said,
    ...(isAllCurrent ? ["all up to date"] : []),
  ].join(" · ");
}

/** A line of a file in the editor, zero-based. */
export interface CursorPlace {
  readonly uri: string;
  readonly line: number;
}

/** What stands in the line of the cursor, on the page of the file `own`: a stage, a group, a `.dvc` file; one of an unfolded group is the first of it. */
export function nodeAtLine(nodes: readonly PipelineNode[], own: string, { uri, line }: CursorPlace): PipelineNode | undefined {
  return nodes.find(({ file, lines }) => lines !== undefined && lines.first <= line && line <= lines.last && isSameUri(file ?? own, uri));
}

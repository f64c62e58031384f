import type { PipelineEdge, PipelineGraph, PipelineNode } from "#protocol/views/pipeline.ts";
import { shownKept, statusOfKept } from "../../dvc/status/keptFile.ts";
import type { KeptStatus } from "../../dvc/status/keptStatus.ts";
import { keptWords } from "../../dvc/status/words.ts";
import type { Lens } from "../lens.ts";
import { fileNameOf } from "../namedPath.ts";
import { Lines } from "../text.ts";
import { graphPartOfData } from "./graphPart.ts";
import type { DotDvcModel } from "./model.ts";

/** A `.dvc` file is a stage without a command: nothing of it is run, and its data can be other than the file says. */
export const dotDvcLens: Lens<DotDvcModel> = {
  runnables: () => [],
  noted: (model) => (outsOf(model).length === 0 ? [] : [{ name: "", at: firstKey(model) }]),
  async notes(model, uri, _project, looks) {
    const status = await statusOfKept(model, uri, looks);
    return status && new Map([["", keptWords(status)]]);
  },
  graph: async (model, uri, _project, looks) => graphOf(model, uri, looks && (await statusOfKept(model, uri, looks))),
};

function outsOf(model: DotDvcModel) {
  return graphPartOfData(model, "file:///x/x.dvc")?.stages.flatMap(({ outs }) => outs) ?? [];
}

function firstKey({ root }: DotDvcModel) {
  const key = root?.kind === "map" ? root.entries[0]?.key : undefined;
  return { start: key?.start ?? 0, end: key?.end ?? 0 };
}

function graphOf(model: DotDvcModel, uri: string, status: KeptStatus | undefined): PipelineGraph {
  const [stage] = graphPartOfData(model, uri)?.stages ?? [];
  if (stage === undefined) return { nodes: [], edges: [], isWhole: false };
  const lines = { first: 0, last: new Lines(model.text).count - 1 };
  const own: PipelineNode = {
    id: "stage:",
    kind: "stage",
    name: fileNameOf(uri),
    lines,
    ...(status && shownKept(status)),
  };
  const data = [...stage.deps, ...stage.outs].map(({ place, path }): PipelineNode => ({ id: `data:${place}`, kind: "data", name: path }));
  const edges: PipelineEdge[] = [
    ...stage.deps.map(({ place }) => ({ from: `data:${place}`, to: own.id })),
    ...stage.outs.map(({ place }) => ({ from: own.id, to: `data:${place}` })),
  ];
  return { nodes: [own, ...new Map(data.map((node) => [node.id, node])).values()], edges, isWhole: true };
}

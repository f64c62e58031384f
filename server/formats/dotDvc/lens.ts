import { shownKept, statusOfKept } from "../../dvc/status/keptFile.ts";
import { keptWords } from "../../dvc/status/words.ts";
import type { DrawnFile } from "../drawnFile.ts";
import type { Lens } from "../lens.ts";
import { Lines } from "../text.ts";
import { booleanOf, entryOf } from "../yamlTree.ts";
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
  drawn: drawnData,
  async states(model, uri, _project, looks) {
    const status = await statusOfKept(model, uri, looks);
    return status && new Map([["", shownKept(status)]]);
  },
};

function outsOf(model: DotDvcModel) {
  return graphPartOfData(model, "file:///x/x.dvc")?.stages.flatMap(({ outs }) => outs) ?? [];
}

function firstKey({ root }: DotDvcModel) {
  const key = root?.kind === "map" ? root.entries[0]?.key : undefined;
  return { start: key?.start ?? 0, end: key?.end ?? 0 };
}

function drawnData(model: DotDvcModel, uri: string): DrawnFile {
  const [stage] = graphPartOfData(model, uri)?.stages ?? [];
  const lines = new Lines(model.text);
  const [unread] = model.yamlProblems;
  const isFrozen = ["frozen", "locked"].some((key) => booleanOf(entryOf(model.root, key)?.value) === true);
  return {
    entries: [
      {
        ...{ name: "", isLoop: false, isFrozen, lines: { first: 0, last: lines.count - 1 } },
        stages: stage === undefined ? [] : [{ ...stage, params: [] }],
      },
    ],
    ...(unread && { unreadAt: lines.position(unread.start).line }),
  };
}

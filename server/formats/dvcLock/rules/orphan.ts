import { stageTest } from "../../../dvc/pipelineBeside.ts";
import { type Fix, finding, type Rule } from "../../../rules/rule.ts";
import { entriesOf, entryOf, type YamlEntry } from "../../yamlTree.ts";
import type { DvcLockModel } from "../model.ts";

/**
 * A `dvc.lock` knows a stage that the `dvc.yaml` beside it does not have, also not as one that a `foreach` or `matrix` makes.
 *
 * DVC 3.67 leaves the entry alone: `dvc status` says nothing of it, `dvc repro` neither runs nor removes it, and `dvc gc --workspace` does not keep
 * its data. It is what a stage leaves that was renamed or removed by hand (`dvc remove NAME` takes its entry along). Where the stage comes back
 * under this name, what was noted counts again, so this is a hint, faded, and no more. Nothing is said where it is not known which stages there are.
 *
 * Wrong: `train@0.2` in `dvc.lock` where `dvc.yaml` has `foreach: [0.1]`. Right: `train@0.1`.
 */
export const dvcLockOrphan: Rule<DvcLockModel> = {
  code: "dvc-lock-orphan",
  severity: "hint",
  fades: true,
  *check({ root, text, misfits }, { project }) {
    const isStage = misfits.length > 0 ? undefined : stageTest(project);
    if (isStage === undefined) return;
    const entries = entriesOf(entryOf(root, "stages")?.value);
    for (const entry of entries) {
      if (entry.merged || isStage(entry.key.text)) continue;
      const { key, value } = entry;
      const message = `\`dvc.yaml\` has no stage \`${key.text}\`: DVC leaves this entry alone, and \`dvc gc --workspace\` does not keep its data.`;
      const end = Math.max(key.end, key.start + text.slice(key.start, value.end).trimEnd().length);
      // An empty `stages` is none that DVC reads.
      yield finding({ start: key.start, end }, message, entries.length > 1 ? removal(entry, end, text) : []);
    }
  },
};

/** Of an entry that has its lines for itself. */
function removal({ key }: YamlEntry, end: number, text: string): Fix[] {
  const start = text.lastIndexOf("\n", key.start - 1) + 1;
  const next = text.indexOf("\n", end);
  const isAlone = text.slice(start, key.start).trim() === "" && next !== -1 && text.slice(end, next).trim() === "";
  return isAlone ? [{ title: `Remove \`${key.text}\``, edits: [{ start, end: next + 1, text: "" }] }] : [];
}

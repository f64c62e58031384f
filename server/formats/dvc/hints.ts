import type { ExpressionUse } from "../../dvc/interpolate.ts";
import { maxStages } from "../../dvc/loops.ts";
import { pipelineOf, resolvedAloud } from "../../dvc/pipeline.ts";
import { shownValue } from "../../dvc/shownValue.ts";
import { isScalar } from "../../dvc/value.ts";
import type { Project } from "../../rules/rule.ts";
import type { Hint } from "../format.ts";

import { entriesOf, entryOf } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";
import { valuesBehind } from "./resolvedValue.ts";

/** Values of a loop that are named; of more it is said how many they are. */
const mostNamed = 3;

/** After each `${…}` what stands for it, after a loop how many stages it makes. Nothing where that is not known. */
export function dvcYamlHints(model: DvcYamlModel, project: Project): Hint[] {
  const byPlace = Map.groupBy(resolvedAloud(model, project), ({ start }) => start);
  return [...[...byPlace.values()].flatMap(valueHint), ...loopHints(model, project)];
}

/** Scalars alone: what is made of a list or a map in a command is long, and hover says what it has. */
function valueHint(uses: readonly ExpressionUse[]): Hint[] {
  const values = valuesBehind(uses);
  const [first] = uses;
  if (values === undefined || first === undefined || !values.every(isScalar)) return [];
  const texts = [...new Set(values.map(shownValue))];
  const named = texts.slice(0, mostNamed).join(", ");
  const label = texts.length > mostNamed ? `${named}, … ${texts.length} values` : named;
  const tooltip = texts.length > 1 ? "One for each stage of the loop." : "What DVC puts here.";
  return label === "" ? [] : [{ offset: first.end, label, tooltip }];
}

function loopHints(model: DvcYamlModel, project: Project): Hint[] {
  const { stages } = pipelineOf(model, project);
  // Beyond these it is not known how many there are.
  if (stages.length >= maxStages) return [];
  const made = Map.groupBy(stages, ({ key }) => key.text);
  return entriesOf(entryOf(model.root, "stages")?.value).flatMap(({ key, value }): Hint[] => {
    const loop = entryOf(value, "matrix") ?? entryOf(value, "foreach");
    const count = made.get(key.text)?.length ?? 0;
    if (loop === undefined || count === 0) return [];
    const label = count === 1 ? "1 stage" : `${count} stages`;
    return [{ offset: loop.key.end + 1, label, tooltip: `\`${key.text}\` is ${label}.` }];
  });
}

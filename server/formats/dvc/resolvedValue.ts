import type { ExpressionUse } from "../../dvc/interpolate.ts";
import { resolvedAloud } from "../../dvc/pipeline.ts";
import { mostValues, shownValue } from "../../dvc/shownValue.ts";
import { isOfVars, type Value } from "../../dvc/value.ts";
import type { Project } from "../../rules/rule.ts";
import type { ResolvedText } from "../format.ts";
import { escapeCode } from "../markdown.ts";
import type { DvcYamlModel } from "./model.ts";

/**
 * What stands for the `${…}` at an offset, and where it comes from: of a loop, the value of each stage that it makes. Undefined where there is
 * none, or where one of its values is not known.
 */
export function resolvedValueAt(model: DvcYamlModel, offset: number, project: Project): ResolvedText | undefined {
  const uses = resolvedAloud(model, project).filter(({ start, end }) => start <= offset && offset < end);
  const [first] = uses;
  const known = valuesBehind(uses);
  if (first === undefined || known === undefined) return undefined;
  const texts = [...new Set(known.map(shownValue))];
  const shown = texts.slice(0, mostValues).map((text) => `\`${escapeCode(text)}\``);
  const left = texts.length > mostValues ? `, and ${texts.length - mostValues} more` : "";
  const sources = [...new Set(known.flatMap(({ source }) => (source === undefined ? [] : [placeOf(source)])))];
  const name = model.text.slice(first.start, first.end);
  const from = sources.length === 0 ? "" : `\n\nFrom ${sources.join(" and ")}.`;
  const each = texts.length > 1 ? ", one for each stage of the loop" : "";
  return { start: first.start, end: first.end, text: `\`${escapeCode(name)}\` is ${shown.join(", ")}${left}${each}${from}` };
}

/** What stands for one place, each time that it is resolved; undefined where one of the values is not known. */
export function valuesBehind(uses: readonly ExpressionUse[]): readonly Value[] | undefined {
  const values = uses.map(valueBehind).filter((value) => value !== undefined);
  return values.length === uses.length ? values : undefined;
}

function valueBehind({ context, segments }: ExpressionUse): Value | undefined {
  const selected = context.select(segments);
  return selected.kind === "found" ? selected.value : undefined;
}

function placeOf(source: string): string {
  return isOfVars(source) ? "`vars` of this file" : `\`${escapeCode(source)}\``;
}

import type { KeySpec } from "#registry/model/keySpec.ts";

/** A valid slipway.yaml without a problem, of about `lines` lines: one model after another, each with two gates. */
export function policyText(lines: number): string {
  const head = ["version: 1", "environments:", "  dev: {}", "  prod:", "    alias: champion", "    approvals: 1", "models:"];
  const model = (index: number) => [
    `  model-${index}:`,
    "    gates:",
    "      prod:",
    `        - metric: val_auc_${index}`,
    "          min: 0.5",
    "        - signature: required",
  ];
  return repeated(head, model, lines);
}

/** A valid MLproject without a problem, of about `lines` lines: one entry point after another. */
export function projectText(lines: number): string {
  const head = ["name: bench", "entry_points:"];
  const entryPoint = (index: number) => [
    `  step_${index}:`,
    "    parameters:",
    `      rate: {type: float, default: 0.${index}}`,
    `      rounds: {type: float, default: ${index}}`,
    `    command: "python step_${index}.py --rate {rate} --rounds {rounds}"`,
  ];
  return repeated(head, entryPoint, lines);
}

/** A valid dvc.yaml without a problem, of about `lines` lines: each stage reads what the one before it writes. */
export function pipelineText(lines: number): string {
  return repeated(["stages:"], (index) => stageText(index, index === 0 ? "raw.csv" : `out_${index - 1}.csv`, `out_${index}.csv`), lines);
}

/** A folder's share of a chain of stages that goes through many: `input` comes from the one before. */
export function pipelinePart(first: number, stages: number, input: string): string {
  const lines = Array.from({ length: stages }, (_, at) => {
    const index = first + at;
    return stageText(index, at === 0 ? input : `out_${index - 1}.csv`, `out_${index}.csv`);
  });
  return `${["stages:", ...lines.flat()].join("\n")}\n`;
}

function stageText(index: number, input: string, output: string): string[] {
  return [
    `  step_${index}:`,
    `    cmd: "python step_${index}.py --in ${input} --out ${output}"`,
    "    deps:",
    `      - ${input}`,
    "    outs:",
    `      - ${output}`,
  ];
}

function repeated(head: readonly string[], part: (index: number) => string[], lines: number): string {
  const all = [...head];
  for (let index = 0; all.length < lines; index++) all.push(...part(index));
  return `${all.join("\n")}\n`;
}

/** JSON schema of the same shape as the table that our own server works with: same keys, same nesting, same lists of values. */
export function jsonSchema(spec: KeySpec): object {
  const title = { title: spec.name, description: spec.doc };
  const map = spec.keys ?? spec.each;
  if (map !== undefined) {
    const properties = Object.fromEntries((spec.keys ?? []).map((key) => [key.name, jsonSchema(key)]));
    const others = spec.each === undefined ? false : jsonSchema(spec.each);
    const inMap = { ...title, type: "object", properties, additionalProperties: others };
    // A parameter of an MLproject may be only the name of its type, an output of DVC only its path.
    return spec.type.includes("or map") ? { anyOf: [{ type: "string" }, inMap] } : inMap;
  }
  if (spec.item !== undefined) return { ...title, type: "array", items: jsonSchema(spec.item) };
  if (spec.type.includes("number")) return { ...title, type: "number" };
  if (spec.values !== undefined && spec.name !== "type") return { ...title, enum: spec.values.map(plain) };
  return title;
}

/** Values stand in the table as they are written; YAML reads some of them as numbers and booleans. */
function plain(value: string): unknown {
  return /^(?:true|false|\d+)$/.test(value) ? JSON.parse(value) : value;
}

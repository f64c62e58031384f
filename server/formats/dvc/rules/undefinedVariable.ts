import { onlyMeant } from "#registry/model/didYouMean.ts";
import { paramAddition, readParamsText } from "../../../dvc/paramAddition.ts";
import { pipelineOf } from "../../../dvc/pipeline.ts";
import type { UndefinedName } from "../../../dvc/problems.ts";
import { kindName } from "../../../dvc/value.ts";
import { defaultParamsFile } from "../../../dvc/vars.ts";
import { type Finding, type Fix, finding, type Project, type Rule, replacement } from "../../../rules/rule.ts";
import type { DvcYamlModel } from "../model.ts";

/** What a loop gives. */
const ofLoops: ReadonlySet<string> = new Set(["item", "key"]);
/** How variables of the shell are written. */
const ofShell = /^[A-Z][A-Z0-9_]*$/;

/**
 * A template names a variable that nothing defines.
 *
 * DVC 3.67 refuses the file: `Could not find 'lr'`. Variables come from `params.yaml` beside the file and from `vars`; a loop has `item`, and
 * `key`. What the shell is to replace is written `\${HOME}`, or `$HOME`.
 *
 * Wrong: `cmd: python train.py ${params.lr}`. Right: `cmd: python train.py ${lr}`.
 */
export const dvcUndefinedVariable: Rule<DvcYamlModel> = {
  code: "dvc-undefined-variable",
  severity: "error",
  *check(model, { project }) {
    for (const problem of pipelineOf(model, project).problems) if (problem.kind === "undefinedName") yield found(problem, project);
  },
};

function found(problem: UndefinedName, project: Project): Finding {
  const { segments, at, place, known } = problem;
  const name = segments[at]?.name ?? "";
  const next = segments[at + 1];
  const isPrefix = at === 0 && (name === "params" || name === "vars") && next !== undefined && known.includes(next.name);
  if (isPrefix) {
    const written = segments[at] ?? next;
    const end = (place ?? problem).start + next.start - written.start;
    const fixes = place ? [replacement({ start: place.start, end }, "", `Remove \`${name}.\``)] : [];
    return finding(problem, `Variables have no \`${name}.\` before them. Write \`\${${pathOf(problem, 1)}}\`.`, fixes);
  }
  const meant = onlyMeant(name, known);
  const fixes = meant === undefined || place === undefined ? [] : [replacement(place, meant, `Change to \`${meant}\``)];
  return finding(
    problem,
    `${whatIsMissing(problem, name)} ${meant === undefined ? nextStep(problem, name) : `Did you mean \`${meant}\`?`}`,
    [...fixes, ...addition(problem, project)],
  );
}

/** What DVC reads before all else, and what everybody looks at. */
function addition({ segments, at, parent }: UndefinedName, project: Project): Fix[] {
  const keys = segments.map(({ name }) => name);
  const [first = ""] = keys;
  const isOfParams = !ofLoops.has(first) && (at === 0 ? !ofShell.test(first) : parent.source === defaultParamsFile);
  const file = project.read(defaultParamsFile, readParamsText);
  if (!isOfParams || (file.kind !== "read" && file.kind !== "missing")) return [];
  const edit = paramAddition(file.kind === "read" ? file.data : readParamsText(""), keys);
  const title = `Add \`${keys.join(".")}\` to \`${defaultParamsFile}\``;
  return edit === undefined
    ? []
    : [{ title, inFile: { path: defaultParamsFile, text: file.kind === "read" ? file.data.text : undefined }, edits: [edit] }];
}

function whatIsMissing({ segments, at, parent, entry }: UndefinedName, name: string): string {
  if (at === 0) return `\`${name}\` is in no params file and in no \`vars\` that this file uses.`;
  const path = segments
    .slice(0, at)
    .map((each) => each.name)
    .join(".");
  // What comes of a params file is the same for every entry of a loop.
  const of = entry === undefined || segments[0]?.name !== "item" ? "" : ` of \`${entry}\``;
  if (parent.kind === "list") return `\`${path}\`${of} is a list of ${parent.items.length} and has no \`${name}\`.`;
  return parent.kind === "map" ? `\`${path}\`${of} has no \`${name}\`.` : `\`${path}\`${of} is ${kindName(parent)} and has no \`${name}\`.`;
}

function nextStep({ at, parent, known }: UndefinedName, name: string): string {
  if (at === 0 && ofShell.test(name)) return `For the shell's variable write \`\\\${${name}}\`.`;
  if (parent.kind === "list") return "Write an index, such as `[0]`.";
  if (at > 0 && known.length > 0 && known.length <= 8) return `There are ${known.map((each) => `\`${each}\``).join(", ")}.`;
  return at === 0 ? "Define it in `params.yaml` or under `vars`." : "Define it there, or name another.";
}

function pathOf({ segments }: UndefinedName, from: number): string {
  return segments
    .slice(from)
    .map(({ name }) => name)
    .join(".");
}

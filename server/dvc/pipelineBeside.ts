import type { ConfigModel } from "../formats/format.ts";
import { readTree } from "../formats/readYaml.ts";
import { entriesOf, entryOf, type YamlNode } from "../formats/yamlTree.ts";
import type { Project } from "../rules/rule.ts";
import { maxStages } from "./loops.ts";
import { readParamsFile } from "./paramsFile.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";
import type { StageParts } from "./stageParts.ts";

/** The file that a `dvc.lock` is about. */
export const pipelineFile = "dvc.yaml";

const readPipeline = (text: string): ConfigModel => readTree(text, "dvc");

/** The `dvc.yaml` in the folder of a file that reads it, as it stands in the editor. Undefined: there is none, or it is no YAML. */
export function pipelineBeside(project: Project): (Pipeline & { readonly root: YamlNode }) | undefined {
  const found = project.read(pipelineFile, readPipeline);
  if (found.kind !== "read" || found.data.root === undefined || found.data.yamlProblems.length > 0) return undefined;
  return { ...pipelineOf(found.data, project), root: found.data.root };
}

/** The stages of the `dvc.yaml` beside a file by name, those that loops make among them, as far as they are known. */
export function stagesBeside(project: Project): ReadonlyMap<string, StageParts> {
  return new Map(pipelineBeside(project)?.parts.map((parts) => [parts.stage.name, parts]));
}

/** Is there a stage of this name (`train`, `train@0.1`) in the `dvc.yaml` beside a file? Undefined: its stages are not all known. */
export function stageTest(project: Project): ((name: string) => boolean) | undefined {
  const pipeline = pipelineBeside(project);
  const stages = pipeline && entryOf(pipeline.root, "stages")?.value;
  if (pipeline === undefined || stages?.kind !== "map") return undefined;
  const { problems, partProblems, asked } = pipeline;
  if (problems.length > 0 || partProblems.length > 0 || pipeline.stages.length >= maxStages) return undefined;
  if (!asked.every((path) => isKnown(path, project))) return undefined;
  const names = new Set(pipeline.stages.map(({ name }) => name));
  const made = new Set(pipeline.stages.map(({ key }) => key.text));
  // Of a loop that made nothing it may be that it is not known what it is for; a stage that is no map is there all the same.
  const unmade = entriesOf(stages).flatMap(({ key }) => (made.has(key.text) ? [] : [key.text]));
  return (name) => names.has(name) || unmade.some((key) => name === key || name.startsWith(`${key}@`));
}

function isKnown(path: string, project: Project): boolean {
  const found = project.read(path, readParamsFile);
  return found.kind === "missing" || (found.kind === "read" && found.data.kind === "read");
}

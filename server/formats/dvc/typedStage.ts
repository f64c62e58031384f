import { joinPath } from "../../dvc/paths.ts";
import { pipelineOf } from "../../dvc/pipeline.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import type { Project } from "../../rules/rule.ts";
import type { TypingPlace } from "../typingPlace.ts";
import { entryOf, stringOf } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** The stage that somebody types in. */
export interface TypedStage {
  /** Undefined: at the top of the file. */
  readonly name: string | undefined;
  /** That its paths begin in, from that of the file; undefined: not known, or another for each stage of its loop. */
  readonly folder: string | undefined;
  /** As far as it could be made sense of; several for a loop. */
  readonly parts: readonly StageParts[];
}

/** One whose paths can be found. */
export type FoundStage = TypedStage & { readonly folder: string };

export function typedStage(model: DvcYamlModel, { path: [section, name] }: TypingPlace, project: Project): TypedStage {
  if (section !== "stages" || name === undefined) return { name: undefined, folder: "", parts: [] };
  const parts = pipelineOf(model, project).parts.filter(({ stage }) => stage.key.text === name);
  const folders = new Set(parts.length > 0 ? parts.map(({ stage }) => stage.folder) : [writtenFolder(model, name)]);
  return { name, folder: folders.size === 1 ? [...folders][0] : undefined, parts };
}

/** What a stage that DVC would refuse says of its folder. */
function writtenFolder({ root }: DvcYamlModel, name: string): string | undefined {
  const definition = entryOf(entryOf(root, "stages")?.value, name)?.value;
  const wdir = stringOf(entryOf(entryOf(definition, "do")?.value ?? definition, "wdir")?.value) ?? "";
  return wdir.includes("${") ? undefined : joinPath("", wdir);
}

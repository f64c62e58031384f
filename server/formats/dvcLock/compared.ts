import { valueOfYaml } from "../../dvc/fromYaml.ts";
import { readParamsFile } from "../../dvc/paramsFile.ts";
import { joinPath } from "../../dvc/paths.ts";
import { stagesBeside, stageTest } from "../../dvc/pipelineBeside.ts";
import { shownValue } from "../../dvc/shownValue.ts";
import type { StageParts } from "../../dvc/stageParts.ts";
import { dataText } from "../../dvc/status/dataNote.ts";
import { readData, readLock } from "../../dvc/status/lock.ts";
import { dataStateNow, type StatusLooks } from "../../dvc/status/looks.ts";
import { equalValues, paramsFilesOfStage, valueAt } from "../../dvc/status/paramsStatus.ts";
import { statusOfOne } from "../../dvc/status/pipelineStatus.ts";
import { statusWords } from "../../dvc/status/words.ts";
import type { Project } from "../../rules/rule.ts";
import type { ResolvedText } from "../format.ts";
import { escapeCode, escapeMarkdown } from "../markdown.ts";
import { folderOf, namedPath } from "../namedPath.ts";
import type { DvcLockModel } from "./model.ts";
import { type Note, noteAt } from "./noteAt.ts";

interface Around {
  readonly model: DvcLockModel;
  /** The stage as `dvc.yaml` has it now; undefined: it has none of this name, or that is not known. */
  readonly parts: StageParts | undefined;
  /** URI of the folder of the file. */
  readonly folder: string;
  readonly project: Project;
  readonly looks: StatusLooks | undefined;
}

/** What a stage was last run with, and how it stands now: as `dvc.yaml` and params files stand in the editor, and data on disk. */
export async function comparedInLock(
  model: DvcLockModel,
  uri: string,
  offset: number,
  project: Project,
  looks: StatusLooks | undefined,
): Promise<ResolvedText | undefined> {
  const note = model.misfits.length > 0 ? undefined : noteAt(model.root, offset);
  if (note === undefined) return undefined;
  const folder = folderOf(uri);
  const text = await textOf(note, { model, parts: stagesBeside(project).get(note.stage), folder, project, looks });
  return text === undefined ? undefined : { ...note.at, text };
}

async function textOf(note: Note, around: Around): Promise<string | undefined> {
  switch (note.kind) {
    case "stage":
      return stageText(note.stage, around);
    case "command":
      return commandText(note.stage, around);
    case "data":
      return noteOfData(note, around);
    case "param":
      return paramText(note, around);
  }
}

async function stageText(name: string, { model, parts, folder, project, looks }: Around): Promise<string | undefined> {
  const head = `**${escapeMarkdown(name)}** · what the stage was last run with`;
  if (stageTest(project)?.(name) === false) return `${head}\n\n\`dvc.yaml\` has no such stage.`;
  const status = parts && looks && (await statusOfOne(parts, readLock(model.text)?.get(name), folder, looks));
  return status && `${head}\n\n${escapeMarkdown(statusWords(status))}`;
}

function commandText(stage: string, { model, parts }: Around): string | undefined {
  const [now, then] = [parts?.stage.sections.get("cmd"), readLock(model.text)?.get(stage)?.command];
  const isSame = now && then && equalValues(now, then);
  if (now === undefined || isSame === undefined) return undefined;
  const said = isSame ? "The same in `dvc.yaml`." : `Changed: \`dvc.yaml\` now has \`${escapeCode(shownValue(now))}\`.`;
  return `**cmd** · the command that \`${escapeCode(stage)}\` was last run with\n\n${said}`;
}

async function noteOfData(
  { stage, section, item }: Note & { readonly kind: "data" },
  { parts, folder, looks }: Around,
): Promise<string | undefined> {
  const data = readData(item);
  if (data === undefined) return undefined;
  const place = parts?.stage.folder === undefined ? undefined : namedPath(parts.stage.folder || ".", `${folder}/x`);
  const isCached = parts?.outs.find(({ path }) => path === data.path)?.isCached === true;
  const what = `${section === "deps" ? "dependency" : "output"} of \`${escapeCode(stage)}\` when it was last run`;
  return dataText(item, data, what, await dataStateNow({ section, data, folder, place, isCached }, looks));
}

async function paramText(note: Note & { readonly kind: "param" }, around: Around): Promise<string> {
  const { stage, file, name, value } = note;
  const then = valueOfYaml(value);
  const now = await paramNow(note, around);
  const isSame = now === undefined || typeof now === "string" ? undefined : equalValues(now, then);
  const current = typeof now === "object" ? `\`${escapeCode(shownValue(now))}\`` : "";
  const said = now === "absent" ? " Now: not there." : isSame === true ? " Now: the same." : isSame === false ? ` Now: ${current}.` : "";
  return [
    `**${escapeMarkdown(name)}** · parameter of \`${escapeCode(stage)}\`, in \`${escapeCode(file)}\``,
    `When it was last run: \`${escapeCode(shownValue(then))}\`.${said}`,
  ].join("\n\n");
}

/** What the params file has under the name now. Undefined: not known. */
async function paramNow({ file, name }: Note & { readonly kind: "param" }, { parts, folder, looks }: Around) {
  if (parts?.stage.folder === undefined || looks === undefined) return undefined;
  const uri = namedPath(joinPath(parts.stage.folder, file), `${folder}/x`);
  const found = uri === undefined ? undefined : await looks.text(uri);
  if (found?.kind === "missing") return "absent";
  const params = found?.kind === "read" ? readParamsFile(found.data, file) : undefined;
  // A stage that names the file as a whole has its keys as they are: a dot is part of a name.
  const isPath = paramsFilesOfStage(parts.params).get(file)?.length !== 0;
  return params?.kind === "read" ? valueAt(params.value, name, isPath) : undefined;
}

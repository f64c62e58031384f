import { pipelineOf, runTargetOf } from "#client/core/taskCommand.ts";
import { type RunTarget, runTargetsRequest } from "#protocol/tasks/runnable.ts";
import type { Called, Services } from "./services.ts";

/** Runs a stage or an entry point; from the palette it is asked which. */
export async function run(services: Services, { argument }: Called): Promise<void> {
  const target = runTargetOf(argument) ?? (await chooseTarget(services));
  const values = target && (await askValues(services, target));
  if (target !== undefined && values !== undefined) await services.runAsTask(target, values);
}

/** The graph of the file that a lens or a button is about, of the one in the editor, or of one that is asked for. */
export async function showPipeline(services: Services, { argument }: Called): Promise<void> {
  const about = pipelineOf(argument) ?? services.pipelineInEditor() ?? (await choosePipeline(services));
  if (about !== undefined) services.pipelines.open(about.uri, about.name);
}

async function choosePipeline({ asker, dialogs, words }: Services): Promise<{ uri: string; name?: string } | undefined> {
  const targets = await asker.ask(runTargetsRequest, null);
  const uris = [...new Set(targets.filter(({ kind }) => kind === "stage").map(({ uri }) => uri))];
  const choices = uris.map((uri) => ({ label: decodeURIComponent(uri).split("/").slice(-2).join("/"), description: "", value: { uri } }));
  if (choices.length > 1) return dialogs.pickOne(words.t("Show Pipeline"), words.t("Choose a pipeline"), Promise.resolve(choices));
  if (choices.length === 0) dialogs.inform(words.t("There is no dvc.yaml with stages in this workspace."));
  return choices[0]?.value;
}

function chooseTarget({ asker, dialogs, words }: Services): Promise<RunTarget | undefined> {
  const choices = asker.ask(runTargetsRequest, null).then((targets) =>
    targets.map((value) => ({
      label: value.name,
      description: decodeURIComponent(value.uri.slice(value.uri.lastIndexOf("/") + 1)),
      value,
    })),
  );
  return dialogs.pickOne(words.t("Run"), words.t("Choose a stage or an entry point"), choices);
}

/** Undefined: the person thought better of it. */
async function askValues({ dialogs, words }: Services, { name, asks }: RunTarget): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const parameter of asks) {
    const value = await dialogs.askText({ title: words.t("Run {0}", name), prompt: words.t("Value of the parameter {0}", parameter) });
    if (value === undefined) return undefined;
    values[parameter] = value;
  }
  return values;
}

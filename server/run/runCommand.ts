import type { Answer } from "#protocol/message.ts";
import type { RunCommand } from "#protocol/runCommand.ts";
import { columnOf, textAt } from "#registry/model/columns.ts";
import { runNotFound } from "#registry/model/registryRules.ts";
import type { RunPage } from "#registry/model/types.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { World } from "#server/world.ts";
import { readMlproject } from "../formats/mlproject/model.ts";
import { whereItIs } from "../git/whereItIs.ts";
import { answer } from "../registry/answer.ts";
import { openRegistryOf, type RegistryContext } from "../registry/context.ts";
import type { Scopes } from "../workspace/scopes.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { loggedValue, projectPlace } from "./projectRun.ts";

/** What the command is made with. */
interface CommandContext {
  readonly page: RunPage;
  readonly world: Pick<World, "files">;
  /** Of the workspace, where it is trusted: URIs. */
  readonly folders: readonly string[];
  /** Text of a file at a commit of a repository here; empty where it is not there. Rejects where no repository here has the commit. */
  readonly fileAt: (commit: string, path: string) => Promise<string>;
}

/** The repositories and folders in which the project of a run may be. */
interface Places {
  readonly workspace: Pick<Workspace, "folders" | "trusted">;
  readonly scopes: Pick<Scopes, "repositories">;
}

/** The command that starts a run again, for one that an MLflow project made: of others MLflow does not log what they were started with. */
export function runCommand(
  { runId }: { readonly runId: string },
  context: RegistryContext,
  signal: AbortSignal,
  { workspace, scopes }: Places,
): Promise<Answer<RunCommand>> {
  const { world } = context;
  const read = async () => {
    const page = await openRegistryOf(context).runsById({ ids: [runId] }, signal);
    if (page.ids.length === 0) throw runNotFound(runId, "It may have been removed for good.");
    const fileAt: CommandContext["fileAt"] = (commit, path) => whereItIs(scopes, (git) => git.fileAt(commit, path));
    return commandOf({ page, world, folders: workspace.trusted ? workspace.folders : [], fileAt });
  };
  return answer(read, world.log, signal);
}

const unknown = (why: string): RunCommand => ({ state: "unknown", why });

async function commandOf(context: CommandContext): Promise<RunCommand> {
  const { page } = context;
  const tag = (key: string) => textAt(columnOf(page.tags, key), 0) ?? "";
  const entryPoint = tag("mlflow.project.entryPoint");
  if (tag("mlflow.source.type") !== "PROJECT" || entryPoint === "")
    return unknown("MLflow logs what a run was started with only of projects (mlflow run), and this run is of none.");
  const backend = tag("mlflow.project.backend");
  if (backend !== "" && backend !== "local")
    return unknown(`It ran on ${visibleText(backend)}, with a configuration that MLflow does not log.`);
  const commit = /^[0-9a-f]{7,64}$/i.exec(tag("mlflow.source.git.commit"))?.[0] ?? "";
  const place = projectPlace(tag("mlflow.source.name"), tag("mlflow.source.git.repoURL"), commit);
  if (place === undefined)
    return unknown(`Where its project is cannot be told from ${visibleText(tag("mlflow.source.name")) || "what was logged"}.`);
  const args = ["run", place.uri, "-e", entryPoint, ...(place.version === "" ? [] : ["-v", place.version])];
  if (page.params.length === 0) return known(args, place.note);
  const text = await projectFile(place, commit, context);
  const declared = text === undefined ? undefined : parametersOf(text, entryPoint);
  if (declared === undefined) return { state: "withoutParams", args, why: whyNotKnown(text, entryPoint, commit) };
  const params: string[] = [];
  for (const name of declared) {
    const logged = textAt(columnOf(page.params, name), 0);
    if (logged === undefined) continue;
    const value = loggedValue(logged);
    if (value === undefined) return unknown(`What the param ${visibleText(name)} was given cannot be told from what MLflow logged.`);
    params.push("-P", `${name}=${value}`);
  }
  return known([...args, ...params], place.note);
}

function known(args: readonly string[], note: string | undefined): RunCommand {
  return { state: "known", args, ...(note === undefined ? {} : { note }) };
}

function whyNotKnown(text: string | undefined, entryPoint: string, commit: string): string {
  const what = "Which of the run's params its entry point takes is not known";
  if (text !== undefined) return `${what}: the MLproject names no entry point ${visibleText(entryPoint)}.`;
  return commit === ""
    ? `${what}: its MLproject is not in this workspace.`
    : `${what}: no repository here has its MLproject at commit ${commit.slice(0, 7)}.`;
}

/** Undefined: the file has no such entry point, or none that can be read. */
function parametersOf(text: string, entryPoint: string): string[] | undefined {
  const entry = readMlproject(text, "MLproject").entryPoints.find(({ name }) => name.text === entryPoint);
  return entry?.parameters.map(({ asked }) => asked).filter((name) => !name.includes("="));
}

/** Of an MLproject. */
const mostBytes = 1_000_000;
const fileNames = ["MLproject", "mlproject", "MLProject"];

/** As it was at the commit; of a project without one, as it is in the workspace. */
async function projectFile(
  { folder, subfolder }: { readonly folder?: string; readonly subfolder: string },
  commit: string,
  { world, folders, fileAt }: CommandContext,
): Promise<string | undefined> {
  const below = subfolder === "" ? "" : `${subfolder}/`;
  for (const name of fileNames) {
    const text = commit === "" ? "" : await fileAt(commit, `${below}${name}`).catch(() => "");
    if (text !== "") return text;
  }
  if (commit !== "" || folder === undefined) return undefined;
  const inside = folders.some((each) => `${folder}/`.startsWith(`${each}/`));
  for (const name of inside ? fileNames : []) {
    const text = await world.files.readText(`${folder}/${below}${name}`, mostBytes).catch(() => "");
    if (text !== "") return text;
  }
  return undefined;
}

import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { archivesOthers, canonicalStage, checkAlias, checkNewAlias, checkTagKey } from "#registry/model/registryRules.ts";
import { movedVersion } from "./answers.ts";
import type { HttpClient } from "./http.ts";
import { getModel, getVersion, mlflowCalls } from "./models.ts";
import { readOrNothing } from "./schema.ts";

type Writes = Pick<Registry, "setVersionTag" | "deleteVersionTag" | "setAlias" | "deleteAlias" | "setStage">;

/** What can be changed on a server. Each change is sent once; where its answer is lost, the server is asked how things stand. */
export function writesTo(http: HttpClient, live: (signal: AbortSignal) => AbortSignal, calls = mlflowCalls): Writes {
  const send = (method: "POST" | "DELETE", path: string, body: Readonly<Record<string, string | boolean>>, signal: AbortSignal) =>
    http.write(method, `${calls}/${path}`, body, live(signal));
  const tagOf = async (name: string, version: string, wanted: string, signal: AbortSignal) =>
    (await getVersion(http, name, version, live(signal), calls)).tags.find(({ key }) => key === wanted)?.value;
  const versionAt = async (name: string, wanted: string, signal: AbortSignal) =>
    (await getModel(http, name, live(signal), calls)).aliases.find(({ alias }) => alias === wanted)?.version;
  return {
    setVersionTag: async (name, version, key, value, signal) => {
      checkTagKey(key);
      const set = send("POST", "model-versions/set-tag", { name, version, key, value }, signal);
      await confirmed(set, async () => (await tagOf(name, version, key, signal)) === value);
    },
    deleteVersionTag: async (name, version, key, signal) => {
      checkTagKey(key);
      const removed = send("DELETE", "model-versions/delete-tag", { name, version, key }, signal);
      await confirmed(removed, async () => (await tagOf(name, version, key, signal)) === undefined);
    },
    setAlias: async (name, alias, version, signal) => {
      checkNewAlias(alias);
      const set = send("POST", "registered-models/alias", { name, alias, version }, signal);
      await confirmed(set, async () => (await versionAt(name, alias, signal)) === version);
    },
    deleteAlias: async (name, alias, signal) => {
      checkAlias(alias);
      const removed = send("DELETE", "registered-models/alias", { name, alias }, signal);
      await confirmed(removed, async () => (await versionAt(name, alias, signal)) === undefined);
    },
    setStage: async (name, version, named, signal) => {
      const stage = canonicalStage(named);
      const body = { name, version, stage, archive_existing_versions: archivesOthers(stage) };
      const moved = send("POST", "model-versions/transition-stage", body, signal).then((answer) => {
        if (!sameStage(readOrNothing(movedVersion, answer)?.model_version.current_stage, stage)) throw notConfirmed(stage);
      });
      await confirmed(moved, async () => sameStage((await getVersion(http, name, version, live(signal), calls)).stage, stage));
    },
  };
}

/**
 * A change whose answer did not come, or says nothing, may have been made: that things stand as they should is as good as an answer.
 * Otherwise it stays unknown, because a server may still be at it.
 */
export async function confirmed(change: Promise<unknown>, isDone: () => Promise<boolean>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!RegistryError.is(error, "unavailable") || !(await isDone().catch(() => false))) throw error;
  }
}

/** Two spellings of one stage? */
export function sameStage(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** The answer to a change of stage does not say that it was made. */
export function notConfirmed(stage: string): RegistryError {
  return new RegistryError(
    "unavailable",
    `The server does not confirm that the version is in ${stage} now.`,
    "Refresh the view to see whether it is.",
  );
}

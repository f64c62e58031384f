import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Registry } from "#registry/api.ts";
import type { OpenWorld, Scratch } from "#registry/backend.ts";
import { backends } from "#registry/backends.ts";
import { absoluteRegistryUri, type Discovery, discoverRegistry } from "#registry/discovery.ts";
import { type PersonalSettings, personalSignIn } from "#registry/model/address.ts";
import { backendOf, openRegistry } from "#registry/open.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";
import { nodePerson } from "#server/nodePerson.ts";
import { CannotDo } from "./io.ts";
import { findPolicy, type PolicyFile } from "./policyFile.ts";

/** What a command works on: the registry, where it was found, and the policy of the folder. */
export interface Source {
  readonly registry: Registry;
  readonly why: string;
  readonly policy: PolicyFile | undefined;
}

/** Opens the registry named by `--registry`, else the one that is found; rejects with `CannotDo` when there is none. */
export async function openSource(named: string | undefined, policyRef?: string): Promise<Source> {
  const policy = await findPolicy(process.cwd(), policyRef ?? process.env["SLIPWAY_POLICY_REF"] ?? "");
  const found = await locate(named, policy);
  if (found === undefined) {
    throw new CannotDo("No registry: no --registry, no registry in slipway.yaml, no MLFLOW_TRACKING_URI, and no mlflow.db or mlruns here.");
  }
  return { registry: open(found.uri, named), why: found.why, policy };
}

/** As `openSource`, but no registry is no failure: `undefined` for `--registry none`, and where none is found. */
export async function findSource(named: string | undefined): Promise<Source | undefined> {
  if (named === "none") return undefined;
  const policy = await findPolicy(process.cwd(), process.env["SLIPWAY_POLICY_REF"] ?? "");
  const found = await locate(named, policy);
  return found && { registry: open(found.uri, named), why: found.why, policy };
}

async function locate(named: string | undefined, policy: PolicyFile | undefined): Promise<Discovery | undefined> {
  const here = pathToFileURL(process.cwd()).href;
  if (named !== undefined) return { uri: absoluteRegistryUri(named, here, backends), why: "Named by --registry." };
  const environment = process.env["MLFLOW_TRACKING_URI"];
  const folder = policy === undefined ? process.cwd() : dirname(policy.path);
  return discoverRegistry({
    setting: "",
    policy: policy?.policy?.registry,
    // As for MLflow itself, a path in the variable is relative to where the command runs, not to the policy.
    environment: environment?.trim() ? absoluteRegistryUri(environment.trim(), here, backends) : undefined,
    folder: pathToFileURL(folder).href,
    content: {
      exists: async (path) => existsSync(join(folder, path)),
      list: (path) => readdir(join(folder, path)).catch(() => []),
    },
    backends,
  });
}

function open(uri: string, named: string | undefined): Registry {
  return openRegistry(uri, worldFor(named), backends);
}

/** What is made to try a registry on; rejects with `CannotDo` where it is no server, or there is none. */
export async function openScratch(named: string | undefined, signal: AbortSignal): Promise<Scratch> {
  const found = await locate(named, await findPolicy(process.cwd(), process.env["SLIPWAY_POLICY_REF"] ?? ""));
  if (found === undefined) throw new CannotDo("No registry is named: slipway registry conformance http://host:5000");
  const backend = backendOf(found.uri, backends);
  if (backend.scratch !== undefined) return backend.scratch(found.uri, worldFor(named), signal);
  throw new CannotDo(`${backend.describe(found.uri).label} is no server. To try one over it: mlflow server --backend-store-uri URI`);
}

function worldFor(named: string | undefined): OpenWorld {
  const { env } = process;
  const { fetch } = nodeNetwork(env, named === undefined ? [] : [named]);
  const person = nodePerson(env);
  const credentialsFile = person.readFile(".mlflow/credentials");
  const settings = async (): Promise<PersonalSettings> => ({ environment: env, credentialsFile: await credentialsFile });
  return {
    fetch,
    person,
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    authorize: async ({ origin, own }) => {
      const personal = personalSignIn(await settings(), origin, [named, env["MLFLOW_TRACKING_URI"]]);
      return own === undefined ? personal : { ...personal, ...own };
    },
  };
}

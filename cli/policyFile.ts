import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Policy } from "#registry/promotion/types.ts";
import { nodeFiles } from "#server/nodeFiles.ts";
import { runGit } from "#server/nodeGit.ts";
import { type CountingPolicy, countingPolicy } from "#server/workspace/countingPolicy.ts";
import { policyFileName, readLocalPolicy } from "#server/workspace/localPolicy.ts";
import { CannotDo } from "./io.ts";

/** The policy that counts for a folder: of the nearest folder there or above that has a `slipway.yaml`, readable or not. */
export interface PolicyFile extends CountingPolicy {
  readonly path: string;
}

/** `ref`: whose `slipway.yaml` counts; empty: chosen by itself. Without a file the folder itself is looked at: Git may keep one. */
export async function findPolicy(folder: string, ref: string): Promise<PolicyFile | undefined> {
  const home = nearestWithPolicy(folder) ?? folder;
  const found = await countingPolicy({
    local: await readLocalPolicy(nodeFiles, pathToFileURL(home).href),
    git: (...args) => runGit(home, args),
    ref,
  });
  if (found.policy === undefined && found.problem === undefined) return undefined;
  return { path: join(home, policyFileName), ...found };
}

function nearestWithPolicy(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    // A file that cannot be read is there all the same: the one above is not the one that counts.
    if (existsSync(join(current, policyFileName))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** The policy that promotions need; says what is missing where there is none. */
export function requirePolicy(file: PolicyFile | undefined): Policy {
  if (file === undefined) throw new CannotDo("Promotions follow a policy in slipway.yaml; there is none here or in a folder above.");
  if (file.policy !== undefined && file.problem === undefined) return file.policy;
  throw new CannotDo(
    `${file.problem ?? ""}\nNothing can be promoted until that is corrected. See all of it: slipway check ${policyFileName}`,
  );
}

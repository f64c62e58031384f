import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Policy } from "#registry/promotion/types.ts";
import { type PolicyReading, readPolicy } from "#server/rules/readPolicy.ts";
import { CannotDo } from "./io.ts";

/** The `slipway.yaml` that counts for a folder: the nearest one there or above. */
export interface PolicyFile extends PolicyReading {
  readonly path: string;
}

export async function findPolicy(folder: string): Promise<PolicyFile | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    const path = join(current, "slipway.yaml");
    try {
      return { path, ...readPolicy(await readFile(path, "utf8")) };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "EACCES") throw new CannotDo(`${path} can't be read.`, { cause: error });
    }
    if (dirname(current) === current) return undefined;
  }
}

/** The policy that promotions need; says what is missing where there is none. */
export function requirePolicy(file: PolicyFile | undefined): Policy {
  if (file === undefined) throw new CannotDo("Promotions follow a policy in slipway.yaml; there is none here or in a folder above.");
  if (file.policy !== undefined) return file.policy;
  const place = relative(process.cwd(), file.path);
  const problems = file.problems.map(({ message, range }) => `  ${place}:${range.start.line + 1}: ${message}`);
  throw new CannotDo(["The policy has problems; it is not used until they are gone.", ...problems].join("\n"));
}

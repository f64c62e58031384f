import type { World } from "../world.ts";

export const policyFileName = "slipway.yaml";

/** What stands on this disk: a text, nothing, or something that cannot be read (`why`, a clause). */
export type LocalPolicy = { readonly text: string } | { readonly why: string } | undefined;

/** Bytes; nobody writes a policy of this size, and reading it would cost more than it is worth. */
const largest = 1_000_000;

/** URI of the policy of a folder. */
export function policyUri(folder: string): string {
  return `${folder.replace(/\/$/, "")}/${policyFileName}`;
}

/** Reads the policy of a folder. `links`: `stay` does not follow one, as long as the workspace is not trusted. Never rejects. */
export async function readLocalPolicy(files: World["files"], folder: string, links?: "stay"): Promise<LocalPolicy> {
  const uri = policyUri(folder);
  const stat = await files.stat(uri, links);
  if (stat === undefined) return undefined;
  if (stat.type === "link") return { why: "it is a link, and this workspace is not trusted" };
  if (stat.type === "folder") return { why: "it is a folder" };
  if (stat.size > largest) return { why: `it has ${Math.round(stat.size / 1_000_000)} MB` };
  try {
    const text = await files.readText(uri);
    return text.includes("\uFFFD") ? { why: "it is not UTF-8 text" } : { text };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

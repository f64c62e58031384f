import type { Backend } from "#registry/backend.ts";
import { absoluteRegistryUri } from "#registry/discovery.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { folderOf, isWithin } from "../formats/namedPath.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";

/** An open registry under one policy, and the folders that lead to it. */
export interface OpenRegistry {
  readonly uri: string;
  /** URIs of those of the workspace that lead there and follow the policy. */
  readonly folders: readonly string[];
  /** URI of the folder whose policy its promotions follow. */
  readonly policyFolder: string | undefined;
  readonly facts: RegistryFacts;
}

/**
 * The facts that a file may be judged by: those of the registry that it names, else of the one that its folder leads to. A file of a
 * folder without one means the only one that is open; where there are several, what is not known is not said.
 */
export function factsForFile(
  { uri, format, model }: ConfigDocument,
  open: readonly OpenRegistry[],
  backends: readonly Backend[],
): RegistryFacts {
  const meant = format.registry?.(model);
  const folder = folderOf(uri);
  if (meant === undefined) return (nearest(uri, open) ?? (open.length === 1 ? open[0] : undefined))?.facts ?? noFacts;
  const named = meant.uri === undefined ? undefined : absoluteOf(meant.uri, folder, backends);
  const isMeant = (each: OpenRegistry) => (named === undefined ? sameUri(folder, each.policyFolder ?? "") : sameUri(named, each.uri));
  return open.find(isMeant)?.facts ?? noFacts;
}

function nearest(uri: string, open: readonly OpenRegistry[]): OpenRegistry | undefined {
  const own = folderAround(
    uri,
    open.flatMap(({ folders }) => folders),
  );
  return own === undefined ? undefined : open.find(({ folders }) => folders.includes(own));
}

/** The one of the folders that a file stands in, or the notebook of a cell. One may lie within another: the inner one is the file's. */
export function folderAround(uri: string, folders: readonly string[]): string | undefined {
  const file = fileOfCell(uri);
  return folders.filter((folder) => isWithin(file, [folder])).sort((left, right) => right.length - left.length)[0];
}

/** The file of a notebook, from the URI of one of its cells (`vscode-notebook-cell:/path#cell`); any other URI as it is. */
function fileOfCell(uri: string): string {
  const [, path] = /^vscode-notebook-cell:(?:\/\/[^/]*)?(\/[^#]*)/.exec(uri) ?? [];
  return path === undefined ? uri : `file://${path}`;
}

function absoluteOf(registry: string, folder: string, backends: readonly Backend[]): string {
  try {
    return absoluteRegistryUri(registry.trim(), folder, backends);
  } catch {
    return "";
  }
}

function sameUri(left: string, right: string): boolean {
  const plain = (uri: string) => uri.replace(/\/+$/, "");
  return plain(left) === plain(right);
}

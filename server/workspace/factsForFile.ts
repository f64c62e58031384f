import type { Backend } from "#registry/backend.ts";
import { absoluteRegistryUri } from "#registry/discovery.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";

/** The open registry, and the folder whose policy it is opened for. */
export interface OpenRegistry {
  readonly uri: string;
  /** URI; undefined: no folder is open. */
  readonly folder: string | undefined;
  /** The kinds of registry that a file may name. */
  readonly backends: readonly Backend[];
}

/**
 * The facts that a file may be judged by. One that means another registry than the open one, or that stands in another folder and does not
 * say which it means, is judged by none: what is not known is not said.
 */
export function factsForFile({ uri, format, model }: ConfigDocument, open: OpenRegistry | undefined, facts: RegistryFacts): RegistryFacts {
  const meant = format.registry?.(model);
  if (meant === undefined || open === undefined) return facts;
  const folder = uri.slice(0, uri.lastIndexOf("/"));
  if (meant.uri === undefined) return sameUri(folder, open.folder ?? "") ? facts : noFacts;
  return sameUri(absoluteOf(meant.uri, folder, open.backends), open.uri) ? facts : noFacts;
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

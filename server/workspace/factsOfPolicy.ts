import { absoluteRegistryUri } from "#registry/discovery.ts";
import type { ConfigModel } from "../rules/check.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";

/** The open registry, and the folder whose policy it is opened for. */
export interface OpenRegistry {
  readonly uri: string;
  /** URI; undefined: no folder is open. */
  readonly folder: string | undefined;
}

/**
 * The facts that a file may be judged by. A policy that means another registry than the open one, or that stands in another folder and
 * does not say which it means, is judged by none: what is not known is not said.
 */
export function factsOf(model: ConfigModel, uri: string, open: OpenRegistry | undefined, facts: RegistryFacts): RegistryFacts {
  if (model.format !== "slipway.yaml" || open === undefined) return facts;
  const folder = uri.slice(0, uri.lastIndexOf("/"));
  if (model.registry === undefined) return sameUri(folder, open.folder ?? "") ? facts : noFacts;
  return sameUri(absoluteOf(model.registry, folder), open.uri) ? facts : noFacts;
}

function absoluteOf(registry: string, folder: string): string {
  try {
    return absoluteRegistryUri(registry.trim(), folder);
  } catch {
    return "";
  }
}

function sameUri(left: string, right: string): boolean {
  const plain = (uri: string) => uri.replace(/\/+$/, "");
  return plain(left) === plain(right);
}

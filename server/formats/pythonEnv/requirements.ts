import type { NamePlace } from "../symbols.ts";
import { entryOf, itemsOf, stringOf, type YamlNode, type YamlScalar } from "../yamlTree.ts";

/** An item `-r file` of the dependencies. */
export interface RequirementsFile {
  readonly node: YamlScalar;
  /** As written. */
  readonly path: string;
}

export function requirementsFiles(root: YamlNode | undefined): RequirementsFile[] {
  return ["build_dependencies", "dependencies"].flatMap((key) => {
    return itemsOf(entryOf(root, key)?.value).flatMap((node) => {
      const path = /^-(?:r\s*|-requirement[ =]\s*)(\S.*)$/.exec(stringOf(node) ?? "")?.[1];
      return node.kind === "scalar" && path !== undefined && !/^[a-z][a-z0-9+.-]+:/i.test(path) ? [{ node, path: path.trim() }] : [];
    });
  });
}

/** Where the path stands in its item: at the end of it, before the quote. */
export function pathWithin({ start, end, quoted, text }: YamlScalar, path: string): NamePlace {
  const after = text.length - (text.lastIndexOf(path) + path.length);
  const last = end - (quoted ? 1 : 0) - after;
  return quoted && end - start - 2 !== text.length ? { start, end } : { start: last - path.length, end: last, inText: true };
}

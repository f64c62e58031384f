import { placed } from "../../dvc/places.ts";
import type { DvcPart } from "../../dvc/project.ts";
import { entryOf, itemsOf, stringOf, type YamlNode } from "../yamlTree.ts";
import type { DotDvcModel } from "./model.ts";

/** What the file adds to the graph of its repository: the data, and where it comes from; undefined: DVC cannot read it. */
export function graphPartOfData({ root, yamlProblems }: DotDvcModel, uri: string): DvcPart | undefined {
  if (root === undefined || yamlProblems.length > 0) return undefined;
  const folder = stringOf(entryOf(root, "wdir")?.value) ?? "";
  const local = itemsOf(entryOf(root, "deps")?.value).filter(
    (item) => entryOf(item, "repo") === undefined && entryOf(item, "db") === undefined,
  );
  const paths = (items: readonly YamlNode[]) => items.flatMap((item) => pathOf(entryOf(item, "path")?.value));
  return {
    stages: [
      { name: "", deps: placed(paths(local), folder, uri), outs: placed(paths(itemsOf(entryOf(root, "outs")?.value)), folder, uri) },
    ],
  };
}

function pathOf(node: YamlNode | undefined): { readonly path: string; readonly at: YamlNode }[] {
  const path = stringOf(node);
  return node === undefined || path === undefined ? [] : [{ path, at: node }];
}

import type { NamedPath } from "../format.ts";
import { nameWithin } from "../mentions.ts";
import { entriesOf, entryOf, itemsOf, stringOf } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** Files that the file as a whole names: of `vars`, params and metrics, and what artifacts are; without those that a template makes. */
export function pathsOfDvcYaml({ root, text }: DvcYamlModel): NamedPath[] {
  const listed = ["params", "metrics", "vars"].flatMap((key) => itemsOf(entryOf(root, key)?.value));
  const artifacts = entriesOf(entryOf(root, "artifacts")?.value).flatMap(({ value }) => entryOf(value, "path")?.value ?? []);
  return [...listed, ...artifacts].flatMap((node): NamedPath[] => {
    const written = stringOf(node);
    const place = written === undefined ? undefined : nameWithin(text, node, written);
    if (written === undefined || place === undefined || written.includes("${") || written.includes("://")) return [];
    // `params.yaml:train` names keys of the file.
    const [path = ""] = written.split(":", 1);
    return path === "" ? [] : [{ ...place, end: place.start + path.length, path }];
  });
}

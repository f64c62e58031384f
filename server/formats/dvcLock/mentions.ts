import { dottedMentions, paramThing, stageThing } from "../../dvc/mentions.ts";
import { type Mention, nameWithin } from "../mentions.ts";
import { namedPath } from "../namedPath.ts";
import { entriesOf, entryOf, type YamlEntry, type YamlNode } from "../yamlTree.ts";
import type { DvcLockModel } from "./model.ts";

/** Stages of the `dvc.yaml` beside it, and the params that they were run with. */
export function dvcLockMentions({ root, text }: DvcLockModel, uri: string): readonly Mention[] {
  const pipeline = namedPath("dvc.yaml", uri);
  if (pipeline === undefined) return [];
  return entriesOf(entryOf(root, "stages")?.value).flatMap(({ key, value }) => {
    // What a loop made has the name of its stage before the `@`.
    const [name = ""] = key.text.split("@", 1);
    const whole = nameWithin(text, key, key.text);
    const stage: Mention[] =
      whole === undefined
        ? []
        : [{ kind: "stage", name, thing: stageThing(pipeline, name), start: whole.start, end: whole.start + name.length, inText: true }];
    const params = entriesOf(entryOf(value, "params")?.value).flatMap((file) => paramsOf(file, uri, text));
    return [...stage, ...params];
  });
}

function paramsOf({ key, value }: YamlEntry, uri: string, text: string): Mention[] {
  const file = namedPath(key.text, uri);
  return file === undefined
    ? []
    : entriesOf(value).flatMap((entry) => [
        ...dottedMentions(file, entry.key.text, entry.key, text),
        ...heldParams(entry.value, entry.key.text.split("."), file, text),
      ]);
}

/** Keys of a param that is a map. */
function heldParams(node: YamlNode, path: readonly string[], file: string, text: string): Mention[] {
  const items = node.kind === "list" ? node.items.map((item, index) => [String(index), item] as const) : [];
  const ofItems = items.flatMap(([index, item]) => heldParams(item, [...path, index], file, text));
  const ofEntries = entriesOf(node).flatMap(({ key, value }) => {
    const place = nameWithin(text, key, key.text);
    const own = [...path, key.text];
    const mention = place && { kind: "parameter" as const, name: key.text, thing: paramThing(file, own), ...place };
    return [...(mention ? [mention] : []), ...heldParams(value, own, file, text)];
  });
  return [...ofItems, ...ofEntries];
}

import { dataMentions, dottedMentions, paramThing, stageThing } from "../../dvc/mentions.ts";
import { joinPath } from "../../dvc/paths.ts";
import { stagesBeside } from "../../dvc/pipelineBeside.ts";
import { placed } from "../../dvc/places.ts";
import type { PathUse } from "../../dvc/stageParts.ts";
import type { Project } from "../../rules/rule.ts";
import { type Mention, nameWithin } from "../mentions.ts";
import { namedPath } from "../namedPath.ts";
import { entriesOf, entryOf, itemsOf, stringOf, type YamlEntry, type YamlNode } from "../yamlTree.ts";
import type { DvcLockModel } from "./model.ts";

/** Stages of the `dvc.yaml` beside it, the params that they were run with, and their data. */
export function dvcLockMentions({ root, text }: DvcLockModel, uri: string, project: Project): readonly Mention[] {
  const pipeline = namedPath("dvc.yaml", uri);
  if (pipeline === undefined) return [];
  const stages = stagesBeside(project);
  return entriesOf(entryOf(root, "stages")?.value).flatMap(({ key, value }) => {
    // What a loop made has the name of its stage before the `@`.
    const [name = ""] = key.text.split("@", 1);
    const whole = nameWithin(text, key, key.text);
    const stage: Mention[] =
      whole === undefined
        ? []
        : [{ kind: "stage", name, thing: stageThing(pipeline, name), start: whole.start, end: whole.start + name.length, inText: true }];
    // Paths begin at the folder of the stage; of one that is not known it is not known what they lead to.
    const folder = stages.get(key.text)?.stage.folder;
    const params = entriesOf(entryOf(value, "params")?.value).flatMap((file) => paramsOf(file, folder ?? "", uri, text));
    return [...stage, ...params, ...(folder === undefined ? [] : dataMentions(placed(pathsOf(value), folder, uri), false, text))];
  });
}

function pathsOf(stage: YamlNode): PathUse[] {
  return ["deps", "outs"].flatMap((section) =>
    itemsOf(entryOf(stage, section)?.value).flatMap((item) => {
      const at = entryOf(item, "path")?.value;
      const path = stringOf(at);
      return at === undefined || path === undefined ? [] : [{ path, at }];
    }),
  );
}

function paramsOf({ key, value }: YamlEntry, folder: string, uri: string, text: string): Mention[] {
  const file = namedPath(joinPath(folder, key.text), uri);
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

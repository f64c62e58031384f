import { matchesOf, placeInFile, type Segment, segmentsOf } from "../../dvc/expression.ts";
import type { ExpressionUse } from "../../dvc/interpolate.ts";
import { dataMentions, declaredParams, dottedMentions, paramThing, refusedParam, stageThing } from "../../dvc/mentions.ts";
import { readParamsFile } from "../../dvc/paramsFile.ts";
import { joinPath } from "../../dvc/paths.ts";
import { pipelineOf, resolvedAloud } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import { isCollection, isOfVars, type Value } from "../../dvc/value.ts";
import type { Project } from "../../rules/rule.ts";
import { type Mention, nameWithin } from "../mentions.ts";
import { namedPath } from "../namedPath.ts";
import type { Span } from "../text.ts";
import { entriesOf, entryOf, itemsOf, stringOf, type YamlEntry, type YamlNode, type YamlScalar } from "../yamlTree.ts";
import type { DvcYamlModel } from "./model.ts";

/** Stages, data, params, variables and what loops are for: where each is declared, and where it is used. */
export function dvcYamlMentions(model: DvcYamlModel, uri: string, project: Project): readonly Mention[] {
  if (model.root === undefined) return [];
  const { asked, parts } = pipelineOf(model, project);
  const teller = new Teller(model.root, model.text, uri, project);
  const found = [
    ...asked.flatMap((path) => declaredParams(path, uri, project)),
    ...stageMentions(model.root, uri),
    ...varsMentions(model.root, uri, model.text),
    ...parts.flatMap(({ deps, outs, params, stage: { folder } }) => {
      if (folder === undefined) return [];
      const named = params.flatMap(({ path, keys }) => {
        const file = namedPath(joinPath(folder, path), uri);
        return file === undefined ? [] : keys.flatMap(({ name, at }) => dottedMentions(file, name, at, model.text));
      });
      return [
        ...dataMentions(placed(deps, folder, uri), false, model.text),
        ...dataMentions(placed(outs, folder, uri), true, model.text),
        ...named,
      ];
    }),
    ...teller.expressions(resolvedAloud(model, project)),
  ];
  return unique(found);
}

/** A loop makes many stages of one text: the same is said once. */
function unique(mentions: readonly Mention[]): Mention[] {
  return [...new Map(mentions.map((each) => [`${each.uri ?? ""} ${each.start} ${each.end} ${each.kind} ${each.thing}`, each])).values()];
}

function stageMentions(root: YamlNode, uri: string): Mention[] {
  return entriesOf(entryOf(root, "stages")?.value).flatMap(({ key, value, merged }): Mention[] => {
    if (merged) return [];
    const declares = {
      whole: { start: key.start, end: Math.max(key.end, value.end) },
      scope: `${uri}#stages`,
      // `is_valid_name` of DVC 3.67, `dvc/stage/utils.py`.
      refuses: (name: string) =>
        /^[^\\/@:\s$&#;,.{}()[\]"'|<>*?!%]+$/.test(name) ? undefined : "The name of a stage has letters, digits, `_` and `-`.",
    };
    return [{ kind: "stage", name: key.text, thing: stageThing(uri, key.text), start: key.start, end: key.end, declares }];
  });
}

/** `params.yaml:train,test` in `vars`: keys that are taken of a file. */
function varsMentions(root: YamlNode, uri: string, text: string): Mention[] {
  const stages = entriesOf(entryOf(root, "stages")?.value).flatMap(({ value }) => [value, entryOf(value, "do")?.value]);
  return [root, ...stages].flatMap((holder) => {
    const folder = stringOf(entryOf(holder, "wdir")?.value) ?? "";
    return itemsOf(entryOf(holder, "vars")?.value).flatMap((item) => {
      const written = stringOf(item) ?? "";
      const colon = written.indexOf(":");
      const file = colon < 0 ? undefined : namedPath(joinPath(folder, written.slice(0, colon)), uri);
      const place = nameWithin(text, item, written);
      if (file === undefined || place === undefined) return [];
      return written
        .slice(colon + 1)
        .split(",")
        .map((name, index, names): Mention => {
          const start = place.start + colon + 1 + names.slice(0, index).reduce((length, each) => length + each.length + 1, 0);
          return { kind: "parameter", name, thing: paramThing(file, [name]), start, end: start + name.length, inText: true };
        });
    });
  });
}

class Teller {
  readonly #root: YamlNode;
  readonly #text: string;
  readonly #uri: string;
  readonly #project: Project;

  constructor(root: YamlNode, text: string, uri: string, project: Project) {
    this.#root = root;
    this.#text = text;
    this.#uri = uri;
    this.#project = project;
  }

  /** Those that were resolved lead somewhere; of the others it is known that a name stands in them. */
  expressions(uses: readonly ExpressionUse[]): Mention[] {
    const resolved = new Set(uses.map(({ start }) => start));
    const left = [...this.#written(this.#root)].filter(({ place }) => !resolved.has(place.start));
    const unknown = left.flatMap(({ place, segments }) =>
      segments.map(({ name }): Mention => ({ kind: "parameter", name, thing: `unknown ${name}`, ...place, isIndirect: true })),
    );
    return [...uses.flatMap((use) => this.#expression(use)), ...unknown];
  }

  *#written(node: YamlNode): Iterable<{ readonly place: Span; readonly segments: readonly Segment[] }> {
    if (node.kind === "list") for (const item of node.items) yield* this.#written(item);
    else if (node.kind === "map") {
      for (const { key, value } of entriesOf(node)) {
        yield* this.#written(key);
        yield* this.#written(value);
      }
    } else if (node.scalar.type === "string") {
      for (const match of matchesOf(node.scalar.value)) {
        const place = placeInFile(node, match, this.#text) ?? { start: node.start, end: node.end };
        yield { place, segments: segmentsOf(match.inner) ?? [] };
      }
    }
  }

  #expression({ start, segments, context }: ExpressionUse): Mention[] {
    const values = context.trace(segments);
    const isLoop = segments[0] !== undefined && context.isReserved(segments[0].name);
    return segments.flatMap((segment, index) => {
      const [value, parent] = [values[index], values[index - 1]];
      const place = { start: start + 2 + segment.start, end: start + 2 + segment.end, inText: true };
      if (value === undefined || parent?.kind === "list") return [];
      const named = segments.slice(0, index + 1).map(({ name }) => name);
      const declared = isLoop ? this.#inLoop(named, value, parent, start) : this.#variable(named, value);
      const [first] = declared;
      return first === undefined
        ? []
        : [{ kind: first.kind, thing: first.thing, name: segment.name, ...place }, ...declared.filter((each) => each.declares)];
    });
  }

  /** A key of a params file, or a name that `vars` of this file give a value. */
  #variable(path: readonly string[], value: Value): Mention[] {
    const { source, at } = value;
    const name = path.at(-1) ?? "";
    if (source === undefined) return [];
    if (!isOfVars(source)) return this.#param(source, path);
    const place = at && nameWithin(this.#text, at, name);
    if (place === undefined) return [];
    const declares = { whole: place, scope: `${this.#uri}#${source} ${path.slice(0, -1).join(".")}`, refuses: refusedParam };
    return [{ kind: "parameter", name, thing: `${this.#uri}#${place.start}`, ...place, declares }];
  }

  #param(source: string, path: readonly string[]): Mention[] {
    const file = namedPath(source, this.#uri);
    return file === undefined ? [] : [{ kind: "parameter", name: path.at(-1) ?? "", thing: paramThing(file, path), start: 0, end: 0 }];
  }

  /** `item` and `key` are declared where the loop says what it is for; what `item` holds, at its own key. */
  #inLoop(path: readonly string[], value: Value, parent: Value | undefined, offset: number): Mention[] {
    const [stage, loop] = this.#loopAround(offset) ?? [];
    if (stage === undefined || loop === undefined) return [];
    const name = path.at(-1) ?? "";
    const thing = `${this.#uri}#${stage.key.text} ${path.join(".")}`;
    if (path.length === 1) {
      const declares = { whole: loop.key, scope: thing, fixed: `DVC gives \`${name}\` its name.` };
      return [{ kind: "loop variable", name, thing, start: loop.key.start, end: loop.key.end, declares }];
    }
    const axis = loop.key.text === "matrix" && path.length === 2 ? entryOf(loop.value, name)?.key : undefined;
    const at = axis ?? (parent?.kind === "map" ? parent.keyPlaces?.get(name) : undefined);
    const place = at && nameWithin(this.#text, at, name);
    if (place !== undefined) {
      const declares = { whole: place, scope: `${this.#uri}#${stage.key.text} ${path.slice(0, -1).join(".")}`, refuses: refusedParam };
      return [{ kind: "loop variable", name, thing, ...place, declares }];
    }
    return this.#heldBy(value);
  }

  /** A value that a loop took out of a params file or of `vars`: where it is there. */
  #heldBy(value: Value): Mention[] {
    const { source, at } = value;
    if (source === undefined) return [];
    if (isOfVars(source)) return at === undefined ? [] : this.#variable([this.#text.slice(at.start, at.end)], value);
    const file = this.#project.read(source, readParamsFile);
    const path = file.kind === "read" && file.data.kind === "read" ? pathTo(file.data.value, value) : undefined;
    return path === undefined ? [] : this.#param(source, path);
  }

  #loopAround(offset: number): readonly [stage: YamlEntry, loop: { readonly key: YamlScalar; readonly value: YamlNode }] | undefined {
    const stages = entriesOf(entryOf(this.#root, "stages")?.value);
    const stage = stages.find(({ key, value }) => key.start <= offset && offset < value.end);
    const loop = entryOf(stage?.value, "matrix") ?? entryOf(stage?.value, "foreach");
    return stage && loop && [stage, loop];
  }
}

/** The names that lead to this very value. */
function pathTo(held: Value, value: Value): readonly string[] | undefined {
  if (held === value) return [];
  if (!isCollection(held)) return undefined;
  const inner = held.kind === "map" ? [...held.entries] : held.items.map((item, index) => [String(index), item] as const);
  for (const [name, each] of inner) {
    const path = pathTo(each, value);
    if (path !== undefined) return [name, ...path];
  }
  return undefined;
}

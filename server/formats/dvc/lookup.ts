import type { FileReference } from "#registry/model/keySpec.ts";
import { OutputIndex } from "../../dvc/outputIndex.ts";
import { placedStages } from "../../dvc/pipeline.ts";
import { placed } from "../../dvc/places.ts";
import { defaultParamsFile } from "../../dvc/vars.ts";
import type { Around, Lookup } from "../format.ts";
import { fileNameOf } from "../namedPath.ts";
import { holds } from "../text.ts";
import type { TypingPlace } from "../typingPlace.ts";
import { type Datum, followersOf, knownData, offered, offeredWanted, wantedData } from "./knownData.ts";
import type { DvcYamlModel } from "./model.ts";
import { lookupOfParams, lookupOfParamsFile } from "./typedParams.ts";
import { type FoundStage, typedStage } from "./typedStage.ts";

type Paths = NonNullable<Lookup["paths"]>;

/** Where the paths and params are found that can be typed at a place of a `dvc.yaml`. */
export function lookupOfDvcYaml(model: DvcYamlModel, reference: FileReference, place: TypingPlace, around: Around): Lookup | undefined {
  const typed = typedStage(model, place, around.project);
  const { folder } = typed;
  if (folder === undefined) return reference === "folder" ? folders : undefined;
  const stage = { ...typed, folder };
  const own = placedStages(model, around.uri, around.project);
  const data = knownData(own, around);
  switch (reference) {
    case "folder":
      return folders;
    case "parameter":
      return lookupOfParams(stage, place);
    case "params file":
      return lookupOfParamsFile(stage, data, place, around);
    case "dependency": {
      const followers = followersOf(stage.name, own);
      const before = data.filter(({ file, key = "" }) => file !== around.uri || !followers.has(key));
      return { paths: dependencies(stage, before, place, around) };
    }
    case "output":
      return { paths: outputs(stage, data, wantedData(data, own, around), place, around) };
    case "file":
      return { paths: files(data, place, around) };
  }
}

/** For `wdir`: any from that of the file. */
const folders: Lookup = { paths: { folder: "", fits: (_uri, type) => type === "folder" } };

const nowhere = { start: 0, end: 0 };

/** What others make, the nearest stage above first, and all that is there; not what the stage has already, nor what rests on it. */
function dependencies(stage: FoundStage, data: readonly Datum[], place: TypingPlace, { uri }: Around): Paths {
  const has = placesOf(stage, place, uri);
  const own = data.filter(({ file }) => file === uri);
  const above = own.filter(({ at }) => at < place.wordStart);
  const ordered = [...above.toReversed(), ...own.slice(above.length), ...data.filter(({ file }) => file !== uri)];
  const known = ordered.filter((each) => !has.has(each.place));
  return {
    folder: stage.folder,
    known: unique(known).map((each) => offered(each, uri)),
    fits: (target) => !isOfDvc(target) && !has.has(target),
  };
}

const likely: Readonly<Record<string, RegExp>> = {
  metrics: /\.(?:json|ya?ml|toml)$/i,
  plots: /\.(?:csv|tsv|json|ya?ml|png|jpe?g|gif|svg)$/i,
};

/**
 * What others read and nobody makes, then what is there and may be made: DVC refuses what has two makers, and what a stage reads of its own. It
 * removes an output before the stage runs: what people write is none.
 */
function outputs(stage: FoundStage, data: readonly Datum[], wanted: readonly Datum[], place: TypingPlace, { uri }: Around): Paths {
  const params = [{ path: defaultParamsFile, at: nowhere }, ...stage.parts.flatMap((each) => each.params)];
  const has = new Set([...placesOf(stage, place, uri), ...placed(params, stage.folder, uri).map((each) => each.place)]);
  const made = new OutputIndex<string>();
  for (const each of data) {
    const isOwn = each.file === uri && each.key === stage.name;
    if (!isOwn || has.has(each.place)) made.add(each.place, each.place);
  }
  const isMade = (target: string) => made.at(target).length > 0 || made.above(target).length > 0;
  const known = wanted.filter(({ place: wantedPlace }) => !has.has(wantedPlace)).map((each) => offeredWanted(each, uri));
  const fits = (target: string) => !isOfDvc(target) && !byPeople.test(fileNameOf(target)) && !has.has(target) && !isMade(target);
  const sort = likely[place.path.find((key) => Object.hasOwn(likely, key)) ?? ""];
  return { folder: stage.folder, known, fits, ...(sort && { likely: sort }) };
}

/** Programs, and what a repository and its tools are described by. */
const byPeople =
  /\.(?:py|ipynb|sh|r|sql|cfg|ini|lock)$|^(?:MLproject|Dockerfile|Makefile|LICENSE|README.*|slipway\.yaml|(?:conda|databricks|environment|python_env|params)\.ya?ml|pyproject\.toml|requirements.*\.txt)$/i;

/** For lists at the top: of what stages write, first what they have under the same key. */
function files(data: readonly Datum[], { path: [list = ""] }: TypingPlace, { uri }: Around): Paths {
  const isMeant = ({ section }: Datum) => section === (list === "artifacts" ? "outs" : list);
  const known = [...data.filter(isMeant), ...data.filter((each) => !isMeant(each))];
  const sort = likely[list];
  return {
    folder: "",
    known: unique(known).map((each) => offered(each, uri)),
    fits: (target) => !isOfDvc(target),
    ...(sort && { likely: sort }),
  };
}

function unique(data: readonly Datum[]): Datum[] {
  return [...new Map(data.map((each) => [each.place, each])).values()];
}

/** Where everything stands that the stage reads and writes, but for what is written at the cursor itself. */
function placesOf({ parts, folder }: FoundStage, { wordStart }: TypingPlace, uri: string): ReadonlySet<string> {
  const uses = parts.flatMap(({ deps, outs }) => [...deps, ...outs]).filter(({ at }) => !holds(at, wordStart));
  return new Set(placed(uses, folder, uri).map(({ place }) => place));
}

/** Its own files are no data: DVC refuses them as dependencies and as outputs. */
function isOfDvc(uri: string): boolean {
  return /^dvc\.(?:yaml|lock)$|\.dvc$|^\.(?:dvc|git)ignore$/.test(fileNameOf(uri));
}

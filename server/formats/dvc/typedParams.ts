import { readParamsFile } from "../../dvc/paramsFile.ts";
import { joinPath } from "../../dvc/paths.ts";
import { shownValue } from "../../dvc/shownValue.ts";
import { type DottedName, dottedNames } from "../../dvc/templateNames.ts";
import { defaultParamsFile } from "../../dvc/vars.ts";
import type { Around, Lookup, Offer } from "../format.ts";
import { escapeCode } from "../markdown.ts";
import { fileNameOf, namedPath } from "../namedPath.ts";
import { holds } from "../text.ts";
import type { TypingPlace } from "../typingPlace.ts";
import type { Datum } from "./knownData.ts";
import type { FoundStage } from "./typedStage.ts";

/** The keys of a params file that the stage does not have yet, with the values that they have. */
export function lookupOfParams({ parts, folder }: FoundStage, { path, wordStart }: TypingPlace): Lookup | undefined {
  const own = path.lastIndexOf("params");
  const file = path[own + 2] ?? defaultParamsFile;
  if (file.includes("${")) return undefined;
  const uses = parts.flatMap(({ params }) => params).filter((use) => joinPath("", use.path) === joinPath("", file));
  const has = new Set(uses.flatMap(({ keys }) => keys.filter(({ at }) => !holds(at, wordStart)).map(({ name }) => name)));
  // A key that holds others stands for them too.
  const isListed = (name: string): boolean => has.has(name) || (name.includes(".") && isListed(name.slice(0, name.lastIndexOf("."))));
  const offers = (text: string): readonly Offer[] =>
    namesIn(text, file)
      .filter(({ name }) => !isListed(name))
      .map((each) => paramOffer(each, file));
  return { text: { path: joinPath(folder, file), offers } };
}

/** Params files that are there; in `vars`, behind the colon, the keys that can be taken of one. */
export function lookupOfParamsFile(
  { folder, parts }: FoundStage,
  data: readonly Datum[],
  { path, word, wordStart }: TypingPlace,
  { uri }: Around,
): Lookup {
  const [, file = "", before = ""] = (path.includes("vars") && /^([^:]+):(.*,)?[^,]*$/.exec(word)) || [];
  if (file !== "") {
    const taken = new Set(before.split(","));
    const offers = (text: string): readonly Offer[] =>
      namesIn(text, file)
        .filter(({ name }) => !name.includes(".") && !taken.has(name))
        .map((each) => ({ ...paramOffer(each, file), name: `${file}:${before}${each.name}` }));
    return { text: { path: joinPath(folder, file), offers } };
  }
  const named = path.includes("vars") ? [] : parts.flatMap(({ params }) => params.filter((use) => !holds(use.at, wordStart)));
  const has = new Set(named.flatMap((use) => (use.path === defaultParamsFile ? [] : namedPath(joinPath(folder, use.path), uri)) ?? []));
  const made = new Set(data.map(({ place }) => place));
  const fits = (target: string, type: "file" | "folder") =>
    type === "folder" || (mayHoldParams(fileNameOf(target)) && !made.has(target) && !has.has(target));
  return { paths: { folder, fits, likely: /param|conf/i } };
}

/** A program is no params file, unless it is called like one. */
function mayHoldParams(name: string): boolean {
  if (/^dvc\.(?:yaml|lock)$|^(?:package|package-lock|tsconfig)\.json$/.test(name)) return false;
  return /\.(?:ya?ml|json|toml)$/i.test(name) || /(?:param|conf)[^.]*\.py$/i.test(name);
}

function namesIn(text: string, file: string): readonly DottedName[] {
  const read = readParamsFile(text, file);
  return read.kind === "read" && read.value.kind === "map" ? dottedNames(read.value) : [];
}

function paramOffer({ name, value }: DottedName, file: string): Offer {
  const shown = shownValue(value);
  const said = value.kind === "map" ? `All of \`${escapeCode(name)}\`: ${escapeCode(shown)}` : `\`${escapeCode(shown)}\``;
  return { name, kind: "parameter", note: shown, doc: `${said}, in \`${escapeCode(file)}\`.` };
}

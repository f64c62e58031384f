import { ErrorCodes, ResponseError, type TextEdit, type WorkspaceEdit } from "vscode-languageserver";
import { readDocument, recognise } from "../formats/formats.ts";
import { fileNameOf } from "../formats/namedPath.ts";
import { Lines, type Position, type Range } from "../formats/text.ts";
import { renamedAt } from "../formats/yamlText.ts";
import type { Names, PlacedMention } from "../workspace/names.ts";
import { fileText, type Looks, textsAround } from "../workspace/surroundings.ts";
import { namesAt } from "./provideReferences.ts";

/** What would be renamed at a position; rejects with the reason where nothing can be. */
export async function prepareRename(names: Names, uri: string, position: Position): Promise<{ range: Range; placeholder: string }> {
  const { place } = await renamed(names, uri, position);
  return { range: (await linesOf(names, uri)).range(place), placeholder: place.name };
}

/** Another name for what stands at a position, in all files; rejects with the reason where that would change what a file means. */
export async function provideRename(names: Names, uri: string, position: Position, name: string): Promise<WorkspaceEdit> {
  const { place, places, declarations, index } = await renamed(names, uri, position);
  if (name === place.name) return { changes: {} };
  for (const { declares } of declarations) refuse(declares?.refuses?.(name));
  const isTaken = [...index.declared()].some(
    (each) =>
      each.kind === place.kind && each.name === name && declarations.some(({ declares }) => declares?.scope === each.declares?.scope),
  );
  if (isTaken) refuse(`There is a ${place.kind} \`${name}\` already.`);
  const edits = await editsOf(names, places, name);
  const tellers = index.tellersOf(place);
  const left = index.of({ kind: place.kind, thing: `unknown ${place.name}` }).find(({ teller }) => tellers.has(teller));
  if (left !== undefined) refuse(`It cannot be told whether ${await placeName(names, left)} means this ${place.kind}.`);
  for (const teller of tellers) refuse(await otherMeaning(names, teller, edits));
  return { changes: Object.fromEntries([...edits].map(([file, { changes }]) => [file, [...changes]])) };
}

interface Renamed {
  readonly index: Awaited<ReturnType<typeof namesAt>>["index"];
  readonly place: PlacedMention;
  readonly places: readonly PlacedMention[];
  readonly declarations: readonly PlacedMention[];
}

async function renamed(names: Names, uri: string, position: Position): Promise<Renamed> {
  const { index, found } = await namesAt(names, uri, position);
  const [place] = found;
  if (place === undefined) throw refusal("Nothing here has a name that can be changed.");
  if (new Set(found.map(({ thing }) => thing)).size > 1) refuse("It stands for more than one thing.");
  const places = index.of(place);
  const declarations = places.filter(({ declares }) => declares !== undefined);
  if (declarations.length === 0) refuse(`It is not known where the ${place.kind} \`${place.name}\` is declared.`);
  for (const { declares } of declarations) refuse(declares?.fixed);
  const indirect = places.find(({ isIndirect }) => isIndirect);
  if (indirect !== undefined) refuse(`${await placeName(names, indirect)} means it, but is not written as it reads. Rename it by hand.`);
  return { index, place, places, declarations };
}

interface Edited {
  readonly changes: readonly TextEdit[];
  readonly text: string;
}

async function editsOf(names: Names, places: readonly PlacedMention[], name: string): Promise<Map<string, Edited>> {
  const edits = new Map<string, Edited>();
  for (const uri of new Set(places.map((each) => each.uri))) {
    const found = await names.text(uri);
    const text = found.kind === "read" ? found.data.text : "";
    const lines = new Lines(text);
    const own = places.filter((each) => each.uri === uri).toSorted((left, right) => right.start - left.start);
    const changes = own.map((place) => ({ range: lines.range(place), newText: renamedAt(place, name, text) }));
    const edited = own.reduce(
      (before, place) => before.slice(0, place.start) + renamedAt(place, name, text) + before.slice(place.end),
      text,
    );
    edits.set(uri, { changes, text: edited });
  }
  return edits;
}

/** Why a file would mean something else, a sentence; undefined: it would not. */
async function otherMeaning(names: Names, uri: string, edits: ReadonlyMap<string, Edited>): Promise<string | undefined> {
  const [before, after] = [await meaningOf(names, uri), await meaningOf(names, uri, edits)];
  const shown = `\`${fileNameOf(uri)}\``;
  if (before === undefined)
    return `${shown} has problems, or rests on files that cannot be read: it cannot be told what it would mean with another name.`;
  return before === after ? undefined : `${shown} would mean something else with this name.`;
}

async function meaningOf(names: Names, uri: string, edits: ReadonlyMap<string, Edited> = new Map()): Promise<string | undefined> {
  const looks: Pick<Looks, "text"> = {
    text: async (each) => {
      const edited = edits.get(each);
      return edited === undefined ? names.text(each) : { kind: "read", data: fileText(edited.text) };
    },
  };
  const found = await looks.text(uri);
  const text = found.kind === "read" ? found.data.text : "";
  const format = recognise(uri, text);
  if (format === undefined) return undefined;
  const document = readDocument(format, text, uri);
  if (document.model.yamlProblems.length > 0) return undefined;
  if (format.meaning === undefined) return "";
  const { project } = await textsAround(document, looks);
  const meaning = format.meaning(document.model, uri, project);
  return meaning === undefined ? undefined : JSON.stringify(meaning);
}

async function placeName(names: Names, { uri, start }: PlacedMention): Promise<string> {
  const line = (await linesOf(names, uri)).position(start).line + 1;
  return `Line ${line} of \`${fileNameOf(uri)}\``;
}

async function linesOf(names: Names, uri: string): Promise<Lines> {
  const text = await names.text(uri);
  return new Lines(text.kind === "read" ? text.data.text : "");
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw refusal(reason);
}

function refusal(reason: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, reason);
}

import { condaEnvFormat } from "./condaEnv/format.ts";
import { dotDvcFormat } from "./dotDvc/format.ts";
import { dvcYamlFormat } from "./dvc/format.ts";
import { dvcLockFormat } from "./dvcLock/format.ts";
import type { ConfigDocument, Format } from "./format.ts";
import { mlmodelFormat } from "./mlmodel/format.ts";
import { mlprojectFormat } from "./mlproject/format.ts";
import { fileNameOf } from "./namedPath.ts";
import { withoutMemory } from "./partMemory.ts";
import { policyFormat } from "./policy/format.ts";
import { pythonFormat } from "./python/format.ts";
import { pythonEnvFormat } from "./pythonEnv/format.ts";

/** Every kind of config file: a new one is a folder, and its place in this list. */
export const formats: readonly Format[] = [
  condaEnvFormat,
  dotDvcFormat,
  dvcLockFormat,
  dvcYamlFormat,
  mlmodelFormat,
  mlprojectFormat,
  policyFormat,
  pythonFormat,
  pythonEnvFormat,
];

/** Bytes of a file's beginning that tell what it is, where its name alone does not. */
export const headLength = 65_536;

/** Which format a file has, by its URI or name and, where that is not enough, its beginning; undefined: none of ours. */
export function recognise(uri: string, text?: string, among: readonly Format[] = formats): Format | undefined {
  const name = fileNameOf(uri);
  const head = text?.slice(0, headLength);
  return among.find((format) => format.matches(name, head) === true);
}

/** May a file of this name be one of these, as its beginning will tell? */
export function needsHead(name: string, among: readonly Format[] = formats): boolean {
  return among.some((format) => format.matches(name) === undefined);
}

/** Those whose files are looked for; the others wait until somebody opens one. */
export const formatsLookedFor = formats.filter(({ onlyOpen }) => onlyOpen !== true);

/** Characters of a text that a format is given: more than any of them reads, so that each says by itself that it leaves the file alone. */
const mostGiven = 2_000_001;

/** Reads a file that is not open, of hundreds: nothing is kept for the next reading. */
export function readUnopened(format: Format, text: string, uri: string): ConfigDocument {
  return withoutMemory(() => readDocument(format, text, uri));
}

/** Reads a text of a format. */
export function readDocument(format: Format, text: string, uri: string, name: string = fileNameOf(uri)): ConfigDocument {
  const given = text.length > mostGiven ? text.slice(0, mostGiven) : text;
  return { uri, name, format, model: format.read(given, name) };
}

/** Reads a text that is open in an editor, and may be read again with another letter in it: by its name, or by the language that a person chose for it; undefined: none of ours. */
export function readOpen(uri: string, languageId: string, text: string): ConfigDocument | undefined {
  const format = recognise(uri, text);
  if (format !== undefined) return readDocument(format, text, uri);
  const chosen = formats.find(
    ({ language: { contributed, spokenBy } }) => contributed?.id === languageId || spokenBy?.includes(languageId),
  );
  if (chosen === undefined || isNamedAlike(chosen, fileNameOf(uri))) return undefined;
  return readDocument(chosen, text, uri, chosen.language.contributed?.filenames[0] ?? chosen.id);
}

/** Has a file of this name the language by its name, and nobody chose it? Its content says that it is none of the format: a workflow called `dvc.yaml`. */
function isNamedAlike({ language: { contributed } }: Format, name: string): boolean {
  return contributed?.filenames.includes(name) === true || contributed?.filenamePatterns?.includes(`**/${name}`) === true;
}

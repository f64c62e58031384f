import type { ConfigDocument } from "../formats/format.ts";
import { formats } from "../formats/formats.ts";
import { fileNameOf, namedPath } from "../formats/namedPath.ts";
import type { Found, Project } from "../rules/rule.ts";

/** A text, and what was made of it. */
export interface FileText {
  readonly text: string;
  readonly made: Map<unknown, unknown>;
}

export function fileText(text: string): FileText {
  return { text, made: new Map() };
}

/** What a function makes of a text; it is run once for each. */
function readOnce<Data>({ text, made }: FileText, path: string, read: (text: string, path: string) => Data): Data {
  if (!made.has(read)) made.set(read, read(text, path));
  return made.get(read) as Data;
}

/** How a file's surroundings are looked at. */
export interface Looks {
  /** Is there something at a place? Undefined: not known, or not to be looked at. */
  exists(uri: string): Promise<boolean | undefined>;
  /** The file at a place as it stands in the editor, else on disk; undefined where there is none that is of a format. */
  document(uri: string): Promise<ConfigDocument | undefined>;
  /** The text of the file at a place, as it stands in the editor, else on disk. */
  text(uri: string): Promise<Found<FileText>>;
}

/** What a file names, as it is found: what its rules may ask of the world around it. */
export interface Surroundings {
  /** Undefined: not known. */
  exists(path: string): boolean | undefined;
  readonly project: Project;
  /** The files whose content the rules may ask for, by URI; undefined: there is none. What is said of the file rests on them. */
  readonly rests: ReadonlyMap<string, ConfigDocument | undefined>;
  /** Every place that was looked at, by URI, and what was there. */
  readonly looked: ReadonlyMap<string, boolean | undefined>;
  /** Those of which the whole text counts. */
  readonly texts: ReadonlyMap<string, Found<FileText>>;
}

/** Looks up all that a file names. What is not known stays out: no rule says anything about it then. */
export async function lookAround(document: ConfigDocument, looks: Looks): Promise<Surroundings> {
  const { uri, format, model } = document;
  const there = new Map<string, boolean>();
  const looked = new Map<string, boolean | undefined>();
  const targets = new Map<string, string>();
  const rests = new Map<string, ConfigDocument | undefined>();
  const texts = await readTexts(document, looks);
  const links = format.links?.(model, projectOf(uri, new Map(), new Map(), texts));
  await Promise.all(
    [...new Set(links)].map(async (path) => {
      const target = namedPath(path, uri);
      if (target === undefined) return;
      targets.set(path, target);
      const known = await looks.exists(target);
      looked.set(target, known);
      if (known !== undefined) there.set(path, known);
      if (hasSummary(target)) rests.set(target, known === undefined ? undefined : await looks.document(target));
    }),
  );
  for (const [target, { kind }] of texts) looked.set(target, kind === "unknown" ? undefined : kind !== "missing");
  return { exists: (path) => there.get(path), project: projectOf(uri, targets, rests, texts), rests, looked, texts };
}

/** Rounds of files that name files; more means a format that never ends. */
const mostRounds = 8;

async function readTexts({ uri, format, model }: ConfigDocument, looks: Looks): Promise<ReadonlyMap<string, Found<FileText>>> {
  let texts: ReadonlyMap<string, Found<FileText>> = new Map();
  for (let round = 0; round < mostRounds && format.reads; round++) {
    const named = format.reads(model, projectOf(uri, new Map(), new Map(), texts)).flatMap((path) => namedPath(path, uri) ?? []);
    const added = [...new Set(named)].filter((target) => !texts.has(target));
    if (added.length === 0) break;
    const found = await Promise.all(added.map(async (target) => [target, await looks.text(target)] as const));
    texts = new Map([...texts, ...found]);
  }
  return texts;
}

function projectOf(
  uri: string,
  targets: ReadonlyMap<string, string>,
  rests: ReadonlyMap<string, ConfigDocument | undefined>,
  texts: ReadonlyMap<string, Found<FileText>>,
): Project {
  return {
    at(path, summary) {
      const found = rests.get(targets.get(path) ?? "");
      return found?.format.summary === summary ? summary(found.model as never) : undefined;
    },
    read(path, read) {
      const found = texts.get(namedPath(path, uri) ?? "") ?? ({ kind: "unknown" } as const);
      return found.kind === "read" ? { kind: "read", data: readOnce(found.data, path, read) } : found;
    },
  };
}

/** May a file at this place say something of itself to others? */
function hasSummary(uri: string): boolean {
  return formats.some((format) => format.summary !== undefined && format.matches(fileNameOf(uri)) !== false);
}

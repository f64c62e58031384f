import type { ConfigDocument, Format } from "../formats/format.ts";
import { formats } from "../formats/formats.ts";
import { fileNameOf, namedPath } from "../formats/namedPath.ts";
import type { Found, Project, ProjectKind } from "../rules/rule.ts";

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
  /** What its project says of a file that adds this to it. Undefined: it is in none, or that is not known. */
  share(document: ConfigDocument, own: PartOfFile): Promise<unknown>;
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
  readonly texts: Texts;
  /** What its project says of it, if it may be in one. */
  readonly share?: { readonly value: unknown };
}

type Texts = ReadonlyMap<string, Found<FileText>>;

/** What a file adds to its project, and the files of which the whole text counts for that. */
export interface PartOfFile {
  readonly part: unknown;
  readonly texts: Texts;
}

/** Looks up all that a file names. What is not known stays out: no rule says anything about it then. */
export async function lookAround(document: ConfigDocument, looks: Looks): Promise<Surroundings> {
  const { uri, format, model } = document;
  const view = await readTexts(document, looks);
  const { project, texts, targets, rests } = view;
  const there = new Map<string, boolean>();
  const looked = new Map<string, boolean | undefined>();
  await Promise.all(
    [...new Set(format.links?.(model, project))].map(async (path) => {
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
  const found = { exists: (path: string) => there.get(path), project, rests, looked, texts };
  if (format.membership === undefined) return found;
  view.share = await looks.share(document, { part: format.membership.part(model, uri, project), texts });
  return { ...found, share: { value: view.share } };
}

/** What a file adds to its project, when nothing else of it is asked for. */
export async function partOfFile(document: ConfigDocument, looks: Pick<Looks, "text">): Promise<PartOfFile> {
  const { project, texts } = await readTexts(document, looks);
  return { part: document.format.membership?.part(document.model, document.uri, project), texts };
}

/** What the files of a project make together, by URI, from what is known of them, in the order of their URIs. */
export function joinParts(kind: ProjectKind, parts: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  return kind.join(new Map([...parts].filter(([, part]) => part !== undefined).sort(([left], [right]) => (left < right ? -1 : 1))));
}

/** What a project says of one of its files, which adds this part. Undefined: nothing is known of it. */
export function shareOf(kind: ProjectKind, joined: ReadonlyMap<string, unknown>, uri: string, part: unknown): unknown {
  const own = joined.get(uri);
  return own === undefined || part === undefined ? undefined : kind.placed(own, part);
}

/** Rounds of files that name files; more means a format that never ends. */
const mostRounds = 8;

/** A project as one file sees it: what is found later is filled in. */
interface View {
  readonly project: Project;
  readonly texts: Texts;
  readonly targets: Map<string, string>;
  readonly rests: Map<string, ConfigDocument | undefined>;
  share: unknown;
}

/** The texts that a file asks for, and what it makes of them: all that its names rest on. */
export function textsAround(
  document: ConfigDocument,
  looks: Pick<Looks, "text">,
): Promise<{ readonly project: Project; readonly texts: Texts }> {
  return readTexts(document, looks);
}

async function readTexts({ uri, format, model }: ConfigDocument, looks: Pick<Looks, "text">): Promise<View> {
  const added = async (texts: Texts, paths: readonly string[]): Promise<Texts> => {
    const targets = new Set(paths.flatMap((path) => namedPath(path, uri) ?? []));
    const news = [...targets].filter((target) => !texts.has(target));
    if (news.length === 0) return texts;
    return new Map([...texts, ...(await Promise.all(news.map(async (target) => [target, await looks.text(target)] as const)))]);
  };
  let view = viewOf(uri, format, await added(new Map(), format.usualReads ?? []));
  for (let round = 0; round < mostRounds && format.reads; round++) {
    const texts = await added(view.texts, format.reads(model, view.project));
    if (texts === view.texts) break;
    view = viewOf(uri, format, texts);
  }
  return view;
}

function viewOf(uri: string, format: Format, texts: Texts): View {
  const view: View = {
    texts,
    targets: new Map(),
    rests: new Map(),
    share: undefined,
    project: {
      at(path, summary) {
        const found = view.rests.get(view.targets.get(path) ?? "");
        return found?.format.summary === summary ? summary(found.model as never) : undefined;
      },
      read(path, read) {
        const found = texts.get(namedPath(path, uri) ?? "") ?? ({ kind: "unknown" } as const);
        return found.kind === "read" ? { kind: "read", data: readOnce(found.data, path, read) } : found;
      },
      share: <Share>(kind: unknown) => (kind === format.membership?.kind ? (view.share as Share | undefined) : undefined),
    },
  };
  return view;
}

/** May a file at this place say something of itself to others? */
function hasSummary(uri: string): boolean {
  return formats.some((format) => format.summary !== undefined && format.matches(fileNameOf(uri)) !== false);
}

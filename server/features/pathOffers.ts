import { joinPath } from "../dvc/paths.ts";
import { relativePath } from "../dvc/stageNames.ts";
import type { KnownPath, Lookup, Offer } from "../formats/format.ts";
import { namedPath } from "../formats/namedPath.ts";
import type { WordPlace } from "../formats/typingPlace.ts";
import { vendored } from "../workspace/configFiles.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { FolderEntry } from "../world.ts";

/** A list that a person looks through. */
const mostPaths = 300;

type Paths = NonNullable<Lookup["paths"]>;

/** A folder as it is typed, up to its last slash. */
interface TypedFolder {
  /** As it reads, and as it is written between quotes. */
  readonly prefix: string;
  readonly written: string;
  /** What is typed behind it, in small letters. */
  readonly begun: string;
  /** Undefined: it is none that may be looked at. */
  readonly uri: string | undefined;
}

/** Paths that can be written at a place: what is known, and what stands in the folder that is typed so far; in no other. */
export async function pathOffers(
  paths: Paths,
  place: WordPlace,
  documentUri: string,
  workspace: Workspace,
): Promise<{ readonly offers: readonly Offer[]; readonly isCut: boolean }> {
  const folder = typedFolder(paths, place, documentUri);
  const base = namedPath(joinPath(paths.folder, "."), documentUri);
  const named = await withoutThere(paths.known ?? [], workspace);
  const known = named.flatMap(({ place: target, isMissing: _, ...said }): (Offer & { readonly target: string })[] => {
    const rest = restOf(target, folder, base);
    return rest === undefined ? [] : [{ name: folder.prefix + rest, kind: "file", target, ...said }];
  });
  const targets = new Set(known.map(({ target }) => target));
  const entries = folder.uri === undefined ? [] : await workspace.entries(folder.uri);
  const found = entries.flatMap((entry) => {
    const offer = offerOf(entry, folder, paths, documentUri);
    return offer === undefined || targets.has(offer.target) ? [] : [offer];
  });
  const likely = ({ name }: Offer) => (paths.likely?.test(name.slice(folder.prefix.length)) ? 0 : 1);
  const isFile = ({ kind }: Offer) => (kind === "folder" ? 0 : 1);
  found.sort((left, right) => likely(left) - likely(right) || isFile(left) - isFile(right) || (left.name < right.name ? -1 : 1));
  const all = [...known, ...found];
  const isCut = all.length > mostPaths;
  const shown = isCut ? all.filter(({ name }) => name.slice(folder.prefix.length).toLowerCase().startsWith(folder.begun)) : all;
  const isSame = folder.prefix === folder.written;
  const offers = shown.slice(0, mostPaths).map(({ target: _, ...offer }) => ({
    ...offer,
    ...(!isSame && { typedAs: folder.written + offer.name.slice(folder.prefix.length) }),
  }));
  return { offers, isCut };
}

/** Places that are looked at one by one. */
const mostLooked = 20;

async function withoutThere(known: readonly KnownPath[], workspace: Workspace): Promise<readonly KnownPath[]> {
  const asked = known.filter(({ isMissing }) => isMissing === true).slice(0, mostLooked);
  const missing = new Set<KnownPath>();
  for (const each of asked) if (each.place.startsWith("file:") && (await workspace.exists(each.place)) === false) missing.add(each);
  return known.filter((each) => each.isMissing !== true || missing.has(each));
}

function typedFolder({ folder }: Paths, { word, quote }: WordPlace, documentUri: string): TypedFolder {
  const written = word.slice(0, word.lastIndexOf("/") + 1);
  const prefix = asRead(written, quote);
  const begun = word.slice(written.length).toLowerCase();
  return { prefix, written, begun, uri: namedPath(joinPath(folder, prefix || "."), documentUri) };
}

/** What stands between quotes. */
function asRead(written: string, quote: WordPlace["quote"]): string {
  if (quote === "'") return written.replaceAll("''", "'");
  if (quote === undefined || !written.includes("\\")) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}

/** The path of something known, behind what is typed of it; undefined: it is elsewhere. */
function restOf(target: string, { prefix, uri }: TypedFolder, base: string | undefined): string | undefined {
  if (!target.startsWith("file:")) return target.startsWith(prefix) ? target.slice(prefix.length) : undefined;
  if (uri === undefined || base === undefined) return undefined;
  if (prefix === "") return relativePath(target, `${base}/x`);
  return target.startsWith(`${uri}/`) ? relativePath(target, `${uri}/x`) : undefined;
}

function offerOf(
  { name, type }: FolderEntry,
  { prefix, begun, uri }: TypedFolder,
  { folder, fits }: Paths,
  documentUri: string,
): (Offer & { readonly target: string }) | undefined {
  // A template in a name would be resolved.
  if (type === "other" || isToolsOwn(name) || (name.startsWith(".") && !begun.startsWith(".")) || name.includes("${")) return undefined;
  const kind = type === "folder" ? "folder" : "file";
  const target = namedPath(joinPath(folder, prefix + name), documentUri);
  // What does not lead to itself when it is written as a path cannot be named.
  if (target === undefined || !name.isWellFormed() || target !== `${uri?.replace(/\/$/, "")}/${encodeURIComponent(name)}`) return undefined;
  return fits(target, kind) ? { name: `${prefix}${name}${kind === "folder" ? "/" : ""}`, kind, target } : undefined;
}

function isToolsOwn(name: string): boolean {
  return name === ".git" || name === ".dvc" || name === "mlflow.db" || vendored.has(name);
}

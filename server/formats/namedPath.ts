interface Place {
  /** Empty: this computer. */
  readonly host: string;
  /** Of the path, decoded; without empty ones. */
  readonly segments: readonly string[];
  /** URI of the folder that it is in, with a slash at its end. */
  readonly folder: string;
}

/** A path downwards of which nothing has to be encoded, as most are; none that Windows takes for something else. */
const simplePath = /^(?:[\w-]|[\w-][\w.-]*[\w-])(?:\/(?:[\w-]|[\w-][\w.-]*[\w-]))*$/;

/**
 * The URI of what a config file names by a path, taken from the file's own folder. Absent where looking there could reach another
 * computer than the file's own (`//host/share`, on Windows in any mix of slashes: looking is what contacts it, with the person's
 * credentials), where it is no path at all, and for a file that is not on disk.
 */
export function namedPath(written: string, documentUri: string): string | undefined {
  const document = placeOf(documentUri);
  if (document === undefined || !written.isWellFormed() || written.includes("\0")) return undefined;
  if (/^[\\/]{2}/.test(written) || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(written)) return undefined;
  if (simplePath.test(written) && document.segments.length > 1) return `${document.folder}${written}`;
  const windows = isWindows(document);
  // Neither the drive nor the shared folder can be left by `..`.
  const root = windows ? 1 : 0;
  const parts = /^[\\/]/.test(written) && (windows || written.startsWith("/")) ? [] : document.segments.slice(0, -1);
  if (parts.length < root) parts.push(...document.segments.slice(0, root));
  for (const part of written.split(windows ? /[\\/]/ : "/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.splice(Math.max(root, parts.length - 1));
    // Windows takes a dot or a space at the end away, and a colon names a stream or a drive.
    else if (windows && /[. ]$|:/.test(part)) return undefined;
    else parts.push(part);
  }
  // `/../\host`: what is left after the steps up is what is refused above.
  if (parts[0]?.startsWith("\\")) return undefined;
  return `file://${document.host}/${parts.map(encodeURIComponent).join("/")}`;
}

/** Is `uri` one of the folders, or in one? */
export function isWithin(uri: string, folders: readonly string[]): boolean {
  const place = placeOf(uri);
  return place !== undefined && folders.some((folder) => holds(placeOf(folder), place));
}

/** The URIs on the way from a folder down to what is in it, the folder left out. */
export function stepsInto(uri: string, folder: string): string[] {
  const place = placeOf(uri);
  const start = placeOf(folder)?.segments.length ?? 0;
  return (place?.segments ?? []).slice(start).map((_part, index) => uriOf(place, start + index + 1));
}

/** The folder that a file or folder lies in, by its path or URI; neither ends in a slash. */
export function folderOf(place: string): string {
  return place.slice(0, place.lastIndexOf("/"));
}

/** Last part of a path or URI, decoded where it is encoded. */
export function fileNameOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function uriOf(place: Place | undefined, length: number): string {
  return `file://${place?.host ?? ""}/${(place?.segments ?? []).slice(0, length).map(encodeURIComponent).join("/")}`;
}

function holds(folder: Place | undefined, place: Place): boolean {
  if (folder === undefined || folder.host !== place.host) return false;
  const spelt = (part: string | undefined) => (isWindows(folder) ? part?.toLowerCase() : part);
  return folder.segments.every((part, index) => spelt(part) === spelt(place.segments[index]));
}

function isWindows({ host, segments }: Place): boolean {
  return host !== "" || /^[A-Za-z]:$/.test(segments[0] ?? "");
}

let lastUri = "";
let lastPlace: Place | undefined;

/** All paths of a file are taken from the same place: it is worked out once for them. */
function placeOf(uri: string): Place | undefined {
  if (uri === lastUri) return lastPlace;
  lastPlace = parsedPlace(uri);
  lastUri = uri;
  return lastPlace;
}

function parsedPlace(uri: string): Place | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { protocol, host, pathname } = new URL(uri);
  if (protocol !== "file:") return undefined;
  try {
    const segments = pathname.split("/").filter(Boolean).map(decodeURIComponent);
    if (segments.some((part) => part.includes("/") || part === "..")) return undefined;
    const folder = segments.slice(0, -1).map((part) => `${encodeURIComponent(part)}/`);
    return { host, segments, folder: `file://${host}/${folder.join("")}` };
  } catch {
    return undefined;
  }
}

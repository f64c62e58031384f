/** Paths as DVC 3.67 joins them on POSIX (`os.path.join`, `normpath`): relative to the folder of the file, with `/`. */

export function joinPath(folder: string, path: string): string {
  return normalPath(path.startsWith("/") || folder === "" ? path : `${folder}/${path}`);
}

/** Without `.`, empty parts and `..` where they can be taken out; the folder itself is `.`. */
export function normalPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !isAbsolute) parts.push(part);
  }
  const joined = parts.join("/");
  return isAbsolute ? `/${joined}` : joined || ".";
}

/** `s3://…`, `remote://…`, `ds://…`: no path of this computer. */
export function isUrl(path: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path);
}

import { isAbsolute, relative, sep } from "node:path";

/** Node's code of an error of the file system (`ENOENT`); empty for other errors. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Is a path a folder, or below it? Both are absolute, without links in them where that matters. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

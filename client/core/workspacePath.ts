/** A place in one of the folders of the workspace. */
export interface WorkspacePlace {
  /** Index of the folder. */
  readonly folder: number;
  /** Below it, with `/`. */
  readonly path: string;
}

/**
 * Where a path that somebody logged (`/srv/fraud/train.csv`, `data/train.csv`, `file:///…`) may stand in the workspace; it never leaves it. `folders`: their
 * paths as VS Code's URIs have them (`/c:/fraud`). None for an address elsewhere.
 */
export function placesInWorkspace(logged: string, folders: readonly string[]): WorkspacePlace[] {
  const slashed = withoutScheme(logged).replaceAll("\\", "/");
  if (/^[a-z][\w+.-]+:/i.test(slashed) || slashed.includes("\0")) return [];
  const isAbsolute = /^(\/|[a-z]:\/)/i.test(slashed);
  const path = /^[a-z]:\//i.test(slashed) ? `/${slashed.charAt(0).toLowerCase()}${slashed.slice(1)}` : slashed;
  return folders.flatMap((folder, index) => {
    const root = folder.endsWith("/") ? folder : `${folder}/`;
    if (isAbsolute && !path.startsWith(root)) return [];
    const parts = (isAbsolute ? path.slice(root.length) : path).split("/").filter((part) => part !== "" && part !== ".");
    return parts.length === 0 || parts.includes("..") ? [] : [{ folder: index, path: parts.join("/") }];
  });
}

function withoutScheme(logged: string): string {
  const [, path] = /^file:(?:\/\/(?:localhost)?(?=\/))?(.*)$/is.exec(logged) ?? [];
  if (path === undefined) return logged;
  try {
    return decodeURIComponent(path).replace(/^\/(?=[a-z]:)/i, "");
  } catch {
    return path;
  }
}

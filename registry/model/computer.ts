/**
 * The other computer that a path names, in lower case; empty: none. `//nas/share/x` and `\\nas\share\x` do, with slashes of either kind:
 * on Windows, to look at such a path is to contact that computer, with the person's credentials.
 */
export function computerOfPath(path: string): string {
  return /^[\\/]{2,}([^\\/]*)/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** As `computerOfPath`, for a URI of MLflow's: `file://nas/share`, `sqlite://///nas/share/mlflow.db`, or a plain path. */
export function computerOfUri(uri: string): string {
  if (!/^file:/i.test(uri)) {
    // Behind three slashes stands a path, whatever the scheme.
    const path = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/\/(.*)$/s.exec(uri)?.[1];
    return path === undefined ? computerOfPath(uri) : computerOfUri(path);
  }
  if (!URL.canParse(uri)) return "";
  const { host, pathname } = new URL(uri);
  return host === "" ? computerOfPath(pathname.replace(/%(2f|5c)/gi, "/")) : host.toLowerCase();
}

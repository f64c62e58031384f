/** The last part of a folder's URI, as people read it. */
export function folderName(uri: string): string {
  return decoded(uri).replace(/\/+$/, "").split("/").at(-1) ?? uri;
}

/** One URI is written in more ways than one (`c%3A`, `c:`). */
export function isSameUri(left: string, right: string | undefined): boolean {
  return right !== undefined && decoded(left) === decoded(right);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

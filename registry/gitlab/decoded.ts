/** A part of an address, or of what GitLab writes as one; what is none stands as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `ana` for `ana@example.com`: people are named by their Git email, and shown by its first part. */
export function shortName(person: string): string {
  const at = person.indexOf("@");
  return at > 0 ? person.slice(0, at) : person;
}

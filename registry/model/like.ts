/**
 * SQL's `LIKE` as SQLite has it: `%` stands for any text, `_` for one character, case counts, nothing is escaped. The cost grows with the
 * product of both lengths at most.
 */
export function isLike(text: string, pattern: string): boolean {
  const [characters, wanted] = [Array.from(text), Array.from(pattern)];
  let at = 0;
  let from = 0;
  /** The last `%`, and where the text after it is tried. */
  let anything = -1;
  let retry = 0;
  while (at < characters.length) {
    if (wanted[from] === "%") {
      anything = from++;
      retry = at;
    } else if (from < wanted.length && (wanted[from] === "_" || wanted[from] === characters[at])) {
      from++;
      at++;
    } else if (anything >= 0) {
      from = anything + 1;
      at = ++retry;
    } else return false;
  }
  while (wanted[from] === "%") from++;
  return from === wanted.length;
}

/** `lower()` of SQLite: letters of ASCII alone. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

import fc from "fast-check";

/** What people type, paste or leave behind, and what YAML readers stumble over. */
const pieces: readonly string[] = [
  ...["\t", " ", "  ", "\n", "\r", ":", ": ", " :", "- ", "-", ",", "'", '"', "{", "}", "[", "]", "#", " # "],
  ...["&a ", "*a", "*.csv", "{{ x }}", "<<: ", "=", "!x ", "!!int ", "!!str ", "| ", "> ", ">-", "|+2\n", "? ", "@", "`", "\\", "%"],
  ...["---\n", "...\n", "<<<<<<< HEAD\n", "\u2028", "\ufeff", "\0", "é", "😀"],
  ...["null", "~", "on", "yes", "3.10", "1e3", "0x_", "2024-13-45", "2024-01-02", "[]", "{}", "''", "0", "false"],
  ...["{lr:.3f}", "{n:d}", "{n.value}", "{}", "{0}", "{{", "}}", "{on}", "{a!r}", "{a!x}", "{a:>5}", "{a[b]}"],
];

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** One change of a text; places are parts of its length, so that they mean something in each. */
type Change = (text: string) => string;

function linesOf(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

function at(part: number, length: number): number {
  return Math.floor(part * length);
}

const valueOfLine = /(: +|- +)(.*)$/;

export const textChange: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...pieces)).map(
    ([where, piece]): Change =>
      (text) => {
        const offset = at(where, text.length + 1);
        return text.slice(0, offset) + piece + text.slice(offset);
      },
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 4 })).map(
    ([where, count]): Change =>
      (text) => {
        const offset = at(where, text.length);
        return text.slice(0, offset) + text.slice(offset + count);
      },
  ),
  // A line is dropped, doubled, moved, indented or unindented; its value is another; its key is.
  place.map(
    (where): Change =>
      (text) =>
        linesOf(text, (lines) => lines.splice(at(where, lines.length), 1)),
  ),
  place.map(
    (where): Change =>
      (text) =>
        linesOf(text, (lines) => lines.splice(at(where, lines.length), 0, lines[at(where, lines.length)] ?? "")),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Change =>
      (text) =>
        linesOf(text, (lines) => lines.splice(at(to, lines.length), 0, ...lines.splice(at(from, lines.length), 1))),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 4 })).map(
    ([where, by]): Change =>
      (text) =>
        eachLine(text, where, (line) => " ".repeat(by) + line),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 3 })).map(
    ([where, by]): Change =>
      (text) =>
        eachLine(text, where, (line) => line.replace(new RegExp(`^ {1,${by}}`), "")),
  ),
  fc.tuple(place, fc.constantFrom(...pieces)).map(
    ([where, piece]): Change =>
      (text) =>
        eachLine(text, where, (line) => line.replace(valueOfLine, (_, head) => head + piece)),
  ),
  fc.tuple(place, fc.constantFrom(...pieces)).map(
    ([where, piece]): Change =>
      (text) =>
        eachLine(text, where, (line) => line.replace(valueOfLine, (_, head, value) => head + piece + value)),
  ),
  place.map(
    (where): Change =>
      (text) =>
        eachLine(text, where, (line) => line.replace(/(\w)(\w)(\w*:)/, "$2$1$3")),
  ),
);

function eachLine(text: string, where: number, edit: (line: string) => string): string {
  return linesOf(text, (lines) => {
    const index = at(where, lines.length);
    lines[index] = edit(lines[index] ?? "");
  });
}

/** Texts of which each is one of `bases` with one to three changes. */
export function mutatedTexts(bases: readonly string[], { seed, cases }: { readonly seed: number; readonly cases: number }): string[] {
  const mutated = fc
    .tuple(fc.constantFrom(...bases), fc.array(textChange, { minLength: 1, maxLength: 3, size: "max" }))
    .map(([base, changes]) => changes.reduce((text, each) => each(text), base));
  return fc.sample(mutated, { seed, numRuns: cases });
}

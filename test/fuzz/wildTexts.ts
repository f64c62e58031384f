import fc from "fast-check";
import { textChange } from "../differential/mutatedTexts.ts";

type Change = (text: string) => string;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** What no person types, but a broken tool, a bad merge or an ill-meaning sender leaves: each at a place of its own. */
const wildPieces: readonly string[] = [
  ...["\ud83d", "\udc00", "\ufeff", "\0", "\x1b", "\x85", "\r", "\r\n", "\t\t", "\u202e", "\u0130", "ß"],
  ...["[".repeat(300), "{a: ".repeat(200), "- ".repeat(300), `\${`.repeat(50), "a.".repeat(200), "(".repeat(300), '"""', "'''", "f'{"],
  ...[
    "&a [*a]",
    "&a {<<: *a}",
    "<<: [*x, {}]",
    "*missing",
    "? [a, b]\n: c\n",
    "? &k a\n",
    "{? a, ? b}",
    "!!python/object:os.system x",
    "!!binary zzz",
  ],
  ...[
    "__proto__: {x: 1}\n",
    "constructor: 1\n",
    "toString",
    "hasOwnProperty: ",
    "length: -1\n",
    `\${__proto__}`,
    "models:/\0@",
    "models:/%zz/1",
    "../".repeat(40),
  ],
  ...[
    "file://///x",
    "%",
    "%00",
    "C:\\x",
    "//host/x",
    "0".repeat(400),
    "1e999",
    "-0",
    ".nan",
    ".inf",
    "9".repeat(40),
    "0x".padEnd(200, "f"),
  ],
  ...[
    `\${item}`,
    `\${key.x[0]}`,
    `\${a[`,
    `\${a.b.c.d}`,
    `foreach: \${x}\n`,
    `matrix: {a: [1], b: \${c}}\n`,
    "do: null\n",
    "# slipway-ignore x\n",
  ],
];

const wild: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...wildPieces)).map(
    ([where, piece]): Change =>
      (text) =>
        inserted(text, where, piece),
  ),
  // The value of a line is one of them, and nothing else.
  fc.tuple(place, fc.constantFrom(...wildPieces)).map(
    ([where, piece]): Change =>
      (text) => {
        const lines = text.split("\n");
        const at = Math.floor(where * lines.length);
        lines[at] = (lines[at] ?? "").replace(/(: +|- +|= *)(.*)$/, (_, head) => head + piece);
        return lines.join("\n");
      },
  ),
  fc.tuple(place, place).map(
    ([from, to]): Change =>
      (text) =>
        inserted(text, to, text.slice(Math.floor(from * text.length)).slice(0, 200)),
  ),
  fc.tuple(place, place).map(
    ([from, part]): Change =>
      (text) => {
        const start = Math.floor(from * text.length);
        return text.slice(0, start) + text.slice(start + Math.floor(part * (text.length - start)));
      },
  ),
  fc.constantFrom<Change>(
    (text) => text.replaceAll(/\r?\n/g, "\r\n"),
    (text) => text.replaceAll("\n", "\r"),
    (text) => `\ufeff${text}`,
    (text) => text.replaceAll("  ", "\t"),
    (text) => `all: &all\n${text.replaceAll(/^/gm, "  ")}\nagain: [*all, *all, {<<: *all}]\n`,
  ),
);

function inserted(text: string, where: number, piece: string): string {
  const at = Math.floor(where * (text.length + 1));
  return text.slice(0, at) + piece + text.slice(at);
}

/** A change of a text: most are a person's. */
export const anyChange: fc.Arbitrary<Change> = fc.oneof({ weight: 3, arbitrary: textChange }, { weight: 1, arbitrary: wild });

/** Letters; what grows beyond it is cut off. */
const longest = 3000;

/** The texts that become of one by changes, one after another. */
export function textsAfter(text: string, changes: readonly Change[]): string[] {
  let last = text;
  return changes.map((change) => {
    last = change(last).slice(0, longest);
    return last;
  });
}

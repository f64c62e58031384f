import type { TextPlace } from "#registry/model/errors.ts";

/** A piece of a text in a small language, as it is coloured; `plain`: brackets, operators and white space. */
export interface FieldToken {
  readonly text: string;
  readonly kind: "name" | "string" | "number" | "word" | "plain";
}

/** Stands where a text ends too early, so that there is something to underline. Of a width, and not to be broken at. */
const missing = "\u00a0";

/** The tokens cut at the ends of what is wrong, which is marked; where nothing is there to mark, the place after the text is. */
export function markedTokens(tokens: readonly FieldToken[], wrong: TextPlace | undefined): (FieldToken & { readonly isWrong: boolean })[] {
  if (wrong === undefined) return tokens.map((token) => ({ ...token, isWrong: false }));
  const length = tokens.reduce((sum, { text }) => sum + text.length, 0);
  const [from, to] = [wrong.start, Math.max(wrong.start + 1, wrong.end)];
  let start = 0;
  const pieces = tokens.flatMap(({ text, kind }) => {
    const cuts = [0, from - start, to - start, text.length].map((at) => Math.min(text.length, Math.max(0, at)));
    start += text.length;
    return [0, 1, 2].flatMap((part) => {
      const piece = text.slice(cuts[part], cuts[part + 1]);
      return piece === "" ? [] : [{ text: piece, kind, isWrong: part === 1 }];
    });
  });
  return from >= length ? [...pieces, { text: missing, kind: "plain", isWrong: true }] : pieces;
}

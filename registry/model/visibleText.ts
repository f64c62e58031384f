/**
 * What acts on the text around it or can't be seen: controls, line and paragraph separators, lone surrogates, interlinear marks, and
 * what Unicode lets a font leave out (direction marks, overrides and isolates, zero-width spaces, soft hyphens, Hangul fillers, tags).
 * Not variation selectors: they only choose between two pictures of the character before them.
 */
const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufff9-\ufffb]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu;

/** The two joiners are part of emojis, and of words in scripts whose letters join; between others they only make names look alike. */
const joiner = /[\u200c\u200d]/;
const joinsBefore =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;
const emojiBefore = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const emojiAfter = /\p{Extended_Pictographic}/u;

const short = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * Text of a registry as it may stand in one line of a page, a tree, a notification or a terminal: characters that turn the reading
 * direction, end the line, move a cursor or can't be seen are shown as what they are (`\u202e`, `\n`). All others stay: letters of
 * every script, emojis, spaces. Only for showing: what is compared, sent or copied is the text itself.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character, at: number) => (isPartOfWord(text, character, at) ? character : escapeOf(character)));
}

/** The same for text of several lines (a comment, a note, a tooltip): line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join("");
}

function isPartOfWord(text: string, character: string, at: number): boolean {
  if (!joiner.test(character)) return false;
  // Whole characters are tested, without `$` and `^`: Chromium's V8 finds no end after the second half of an emoji.
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
  const [after = ""] = text.slice(at + 1, at + 3);
  return joinsBefore.test(before) || (emojiBefore.test(before) && emojiAfter.test(after));
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return short.get(character) ?? (code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`);
}

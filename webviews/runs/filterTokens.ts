import type { FieldToken } from "../ui/markedTokens.ts";

const pieces =
  /'[^']*'?|"[^"]*"?|-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_.`])|(?:`[^`]*`|(?<=\.)(?:"[^"]*"|'[^']*')|[\p{L}\p{N}_.])+(?:`[^`]*)?|`[^`]*|\s+|[<>=!]+|./gisu;
const words = /^(?:AND|OR|NOT|IN|LIKE|ILIKE|IS|NULL|BETWEEN)$/i;

/** A filter in pieces, half-typed ones too: together they are the text. Colours only: what is right is the server's to say. */
export function filterTokens(text: string): FieldToken[] {
  return [...text.matchAll(pieces)].map(([piece]) => ({ text: piece, kind: kindOf(piece) }));
}

function kindOf(piece: string): FieldToken["kind"] {
  if (/^['"]/.test(piece)) return "string";
  if (/^-?\.?\d/.test(piece)) return "number";
  if (words.test(piece)) return "word";
  return /^[`\p{L}\p{N}_.]/u.test(piece) ? "name" : "plain";
}

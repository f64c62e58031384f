import type { YamlScalar } from "../yamlTree.ts";

/**
 * Where in the file each character of a quoted or plain text stands; undefined where the text is written otherwise than it can be
 * followed here: in a block, with escapes other than those of quotes and backslashes.
 */
export function sourceOffsets({ start, end, text: value, quoted }: YamlScalar, file: string): readonly number[] | undefined {
  const quote = quoted ? file[start] : undefined;
  if (quoted && quote !== "'" && quote !== '"') return undefined;
  const offsets: number[] = [];
  const last = quoted ? end - 1 : end;
  for (let at = quoted ? start + 1 : start; at < last && offsets.length <= value.length; ) {
    const fold = /^[ \t]*\r?\n\s*/.exec(file.slice(at, Math.min(last, at + 400)))?.[0];
    if (fold !== undefined) {
      const breaks = fold.split("\n").length - 1;
      for (let count = 0; count < Math.max(1, breaks - 1); count++) offsets.push(at);
      at += fold.length;
    } else if (quote === '"' && file[at] === "\\" && /[\r\n]/.test(file[at + 1] ?? ""))
      at += /^\\\r?\n[ \t]*/.exec(file.slice(at, at + 400))?.[0].length ?? 1;
    else {
      const isPair = (quote === "'" && file[at] === "'") || (quote === '"' && file[at] === "\\");
      offsets.push(at);
      at += isPair ? 2 : 1;
    }
  }
  return offsets.length === value.length ? offsets : undefined;
}

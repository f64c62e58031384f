/** Lines that stand together, all of them in the other text or none. */
export interface MarkedLines {
  readonly lines: readonly string[];
  readonly isOther: boolean;
}

/**
 * The lines of a text, in their order, and which of them the text `against` does not have anywhere. A comma at the end is none of what a line says: in JSON it
 * comes and goes with the next one. None is marked where there is nothing to hold the text against, or the two have no line in common: all would be.
 */
export function markedLines(text: string, against: string | undefined): readonly MarkedLines[] {
  const lines = text.split("\n");
  const there = new Set(against?.split("\n").map(bare));
  const isKnown = lines.map((line) => there.has(bare(line)));
  if (!lines.some((line, at) => isKnown[at] && /\w/.test(line))) return [{ lines, isOther: false }];
  const parts: { lines: string[]; isOther: boolean }[] = [];
  lines.forEach((line, at) => {
    const isOther = !isKnown[at];
    const last = parts.at(-1);
    if (last?.isOther === isOther) last.lines.push(line);
    else parts.push({ lines: [line], isOther });
  });
  return parts;
}

function bare(line: string): string {
  return line.replace(/,?\s*$/, "");
}

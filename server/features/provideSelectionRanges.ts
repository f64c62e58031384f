import type { SelectionRange } from "vscode-languageserver";
import type { ConfigModel } from "../formats/format.ts";
import { holds, Lines, type Position, type Span } from "../formats/text.ts";
import type { YamlNode } from "../formats/yamlTree.ts";

/** What a growing selection takes in, for each position: a placeholder, a text, the same with its quotes, an entry, a map, … the file. */
export function provideSelectionRanges({ root, text }: ConfigModel, positions: readonly Position[]): SelectionRange[] {
  const lines = new Lines(text);
  return positions.map((position) => {
    const spans = [{ start: 0, end: text.length }, ...(root ? spansAt(root, lines.offset(position), text) : [])];
    let range: SelectionRange | undefined;
    let last: Span | undefined;
    for (const span of spans) {
      const isSmaller =
        last === undefined || (span.start >= last.start && span.end <= last.end && span.end - span.start < last.end - last.start);
      if (!isSmaller) continue;
      range = { range: lines.range(span), ...(range && { parent: range }) };
      last = span;
    }
    return range ?? { range: { start: position, end: position } };
  });
}

function* spansAt(root: YamlNode, offset: number, text: string): Iterable<Span> {
  let node: YamlNode | undefined = root;
  while (node !== undefined) {
    yield node;
    const here: YamlNode = node;
    node = undefined;
    if (here.kind === "scalar") yield* inScalar(here, here.quoted, offset, text);
    else if (here.kind === "list") node = here.items.find((item) => holds(item, offset));
    else {
      const entry = here.entries.find(
        ({ key, value, merged }) => !merged && holds({ start: key.start, end: Math.max(key.end, value.end) }, offset),
      );
      if (entry === undefined) return;
      yield { start: entry.key.start, end: Math.max(entry.key.end, entry.value.end) };
      node = holds(entry.key, offset) ? entry.key : holds(entry.value, offset) ? entry.value : undefined;
    }
  }
}

function* inScalar({ start, end }: Span, quoted: boolean, offset: number, text: string): Iterable<Span> {
  if (quoted && end - start >= 2) yield { start: start + 1, end: end - 1 };
  for (const { 0: whole, index } of text.slice(start, end).matchAll(/\$?\{[^{}\n]*\}/g)) {
    const placeholder = { start: start + index, end: start + index + whole.length };
    if (!holds(placeholder, offset)) continue;
    yield placeholder;
    yield { start: placeholder.start + whole.indexOf("{") + 1, end: placeholder.end - 1 };
  }
  for (const { 0: word, index } of text.slice(start, end).matchAll(/[\p{L}\p{N}_]+/gu)) {
    const span = { start: start + index, end: start + index + word.length };
    if (holds(span, offset)) yield span;
  }
}

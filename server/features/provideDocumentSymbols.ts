import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { ConfigModel } from "../formats/format.ts";
import { Lines } from "../formats/text.ts";
import { entriesOf, entryOf, type YamlEntry, type YamlNode } from "../formats/yamlTree.ts";

/** The outline: the keys of the file as they are nested. */
export function provideDocumentSymbols(model: ConfigModel): DocumentSymbol[] {
  const lines = new Lines(model.text);
  return entriesOf(model.root).map((entry) => symbolOf(entry, lines, 0));
}

/** Deeper than this nothing has a name of its own. */
const MAX_DEPTH = 4;
/** The outline of a list that aliases have blown up helps nobody. */
const MAX_CHILDREN = 500;

function symbolOf({ key, value }: YamlEntry, lines: Lines, depth: number): DocumentSymbol {
  const children = depth < MAX_DEPTH ? childrenOf(value, lines, depth + 1) : [];
  const shown = value.kind === "scalar" ? value.text.split("\n")[0]?.slice(0, 80) : undefined;
  return {
    // VS Code refuses a symbol without a name.
    name: key.text || "(empty)",
    kind: value.kind === "scalar" ? SymbolKind.Property : SymbolKind.Object,
    // An alias points elsewhere: the symbol stays where it is written.
    range: lines.range({ start: key.start, end: Math.max(key.end, value.end) }),
    selectionRange: lines.range(key),
    ...(shown !== undefined && { detail: shown }),
    ...(children.length > 0 && { children }),
  };
}

function childrenOf(node: YamlNode, lines: Lines, depth: number): DocumentSymbol[] {
  if (node.kind === "map") {
    return entriesOf(node)
      .filter((entry) => !entry.merged && entry.key.start >= node.start)
      .slice(0, MAX_CHILDREN)
      .map((entry) => symbolOf(entry, lines, depth));
  }
  if (node.kind !== "list") return [];
  return node.items.slice(0, MAX_CHILDREN).flatMap((item) => {
    // A gate is named after its first key: `metric val_auc`.
    const first = entriesOf(item)[0];
    const value = first && entryOf(item, first.key.text)?.value;
    if (first === undefined || value === undefined || item.start < node.start) return [];
    const detail = value.kind === "scalar" ? value.text : "";
    const range = lines.range(item);
    return [{ name: `${first.key.text} ${detail}`.trim() || "(empty)", kind: SymbolKind.Event, range, selectionRange: range }];
  });
}

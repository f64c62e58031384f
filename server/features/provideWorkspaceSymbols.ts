import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import { fileNameOf } from "../formats/namedPath.ts";
import type { SymbolKind as NameKind } from "../formats/symbols.ts";
import { Lines } from "../formats/text.ts";
import type { Names } from "../workspace/names.ts";

/** What is worth to be found by its name in all files. */
const kinds = new Map<NameKind, SymbolKind>([
  ["stage", SymbolKind.Function],
  ["entry point", SymbolKind.Function],
  ["environment", SymbolKind.Namespace],
  ["parameter", SymbolKind.Variable],
]);

/** A person who sees more types on. */
const mostSymbols = 500;

/** Stages, entry points, environments and params whose names have the letters of a question, in their order. */
export async function provideWorkspaceSymbols(names: Names, query: string, signal: AbortSignal): Promise<WorkspaceSymbol[]> {
  const asked = [...query.toLowerCase()];
  const found: WorkspaceSymbol[] = [];
  const lines = new Map<string, Lines>();
  for (const { kind, name, uri, start, end } of await names.declared(signal)) {
    const shown = kinds.get(kind);
    if (shown === undefined || !hasLetters(name.toLowerCase(), asked)) continue;
    if (!lines.has(uri)) {
      const text = await names.text(uri);
      if (text.kind === "read") lines.set(uri, new Lines(text.data.text));
    }
    const range = lines.get(uri)?.range({ start, end });
    if (range !== undefined) found.push({ name, kind: shown, location: { uri, range }, containerName: `${kind} · ${fileNameOf(uri)}` });
    if (found.length >= mostSymbols) break;
  }
  return found;
}

function hasLetters(name: string, letters: readonly string[]): boolean {
  let at = 0;
  for (const letter of letters) {
    const found = name.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}

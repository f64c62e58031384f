import { type InlayHint, InlayHintKind, type Range as LspRange } from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { Lines } from "../formats/text.ts";
import type { RegistryFacts } from "../rules/rule.ts";

/** What the format shows in the lines that the editor asks for. */
export function provideInlayHints({ format, model }: ConfigDocument, range: LspRange, facts: RegistryFacts): InlayHint[] {
  const lines = new Lines(model.text);
  return (format.hints?.(model, facts) ?? []).flatMap(({ offset, label, tooltip }) => {
    const position = lines.position(offset);
    if (position.line < range.start.line || position.line > range.end.line) return [];
    return [{ position, label, kind: InlayHintKind.Type, paddingLeft: true, tooltip }];
  });
}

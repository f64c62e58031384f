import { type SemanticTokens, SemanticTokensBuilder } from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { Lines } from "../formats/text.ts";
import type { Names } from "../workspace/names.ts";

/** Types of tokens, in the words of LSP; an answer names them by their place here. */
export const tokenTypes = ["variable", "parameter"];

/** Where a param, a variable or a parameter stands in the place of its value: `${train.lr}` in a `dvc.yaml`, `{lr}` in a command of an MLproject. */
export async function provideSemanticTokens(document: ConfigDocument, names: Names): Promise<SemanticTokens> {
  const { uri, model } = document;
  const lines = new Lines(model.text);
  const found = (await names.of(document)).filter(
    ({ kind, inText, isIndirect, declares, ...each }) =>
      each.uri === uri &&
      inText &&
      !isIndirect &&
      !declares &&
      (kind === "parameter" || kind === "loop variable") &&
      isInBraces(model.text, each.start),
  );
  const builder = new SemanticTokensBuilder();
  const places = new Map(found.map((each) => [each.start, each])).values();
  for (const { start, end, kind } of [...places].toSorted((left, right) => left.start - right.start)) {
    const { line, character } = lines.position(start);
    builder.push(line, character, end - start, kind === "loop variable" ? 1 : 0, 0);
  }
  return builder.build();
}

function isInBraces(text: string, offset: number): boolean {
  return /\{[^{}\n]*$/.test(text.slice(Math.max(0, offset - 200), offset));
}

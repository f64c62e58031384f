import { readParamsFile } from "#server/dvc/paramsFile.ts";
import { readParamsPlaces } from "#server/dvc/paramsPlaces.ts";
import { provideCompletion } from "#server/features/provideCompletion.ts";
import { provideDocumentSymbols } from "#server/features/provideDocumentSymbols.ts";
import { provideFoldingRanges } from "#server/features/provideFoldingRanges.ts";
import { provideHover, resolvedHover } from "#server/features/provideHover.ts";
import { provideInlayHints } from "#server/features/provideInlayHints.ts";
import { provideSelectionRanges } from "#server/features/provideSelectionRanges.ts";
import { typingAt } from "#server/features/typing.ts";
import type { ConfigDocument } from "#server/formats/format.ts";
import { readOpen } from "#server/formats/formats.ts";
import { ownMentions } from "#server/formats/mentions.ts";
import { Lines, type Span } from "#server/formats/text.ts";
import type { Problem } from "#server/rules/check.ts";
import { checkRead, goldenFacts, goldenProject } from "#test/golden/golden.ts";

/**
 * Asks all that can be asked of a file: its problems, names, paths and what its tool can run; and with the cursor at a part of its length, what
 * the editor asks there. Throws where one of them throws, or speaks of a place that the text does not have.
 */
export function askAll(name: string, text: string, places: readonly number[]): void {
  const document = readOpen(name, "", text);
  if (document === undefined) {
    readParamsFile(text, name);
    for (const span of readParamsPlaces(text, name).values()) assertWithin(span, text, "a param");
    return;
  }
  const problems = checkRead(document);
  for (const problem of problems) assertApplies(problem, text);
  for (const { start, end } of document.model.yamlProblems) assertWithin({ start, end: Math.min(end, text.length) }, text, "a problem");
  for (const span of spansOf(document)) assertWithin(span, text, "a place");
  const { format, model } = document;
  provideDocumentSymbols(model);
  provideFoldingRanges(model);
  format.links?.(model, goldenProject);
  format.meaning?.(model, `file:///golden/${name}`, goldenProject);
  format.summary?.(model);
  format.registry?.(model);
  for (const place of places) askAt(document, Math.floor(place * (text.length + 1)));
}

function spansOf(document: ConfigDocument): readonly Span[] {
  const { format, model, uri } = document;
  const told = format.mentions?.(model, `file:///golden/${uri}`, goldenProject) ?? [];
  return [
    ...[...ownMentions(document), ...told].filter((each) => each.uri === undefined || each.uri.endsWith(`/golden/${uri}`)),
    ...(format.paths?.(model) ?? []),
    ...(format.registered?.(model) ?? []),
    ...(format.lens?.runnables(model, goldenProject) ?? []).map(({ at }) => at),
    ...(format.metricsLogged?.(model.text) ?? []).map(({ offset }) => ({ start: offset, end: offset })),
  ];
}

function askAt(document: ConfigDocument, offset: number): void {
  const lines = new Lines(document.model.text);
  const position = lines.position(offset);
  provideHover(document, position, goldenFacts);
  resolvedHover(document, position, goldenProject);
  const { format, model, uri } = document;
  // Where it fails, mocha is told of a promise that nobody looks at.
  void format.comparedAt?.(model, `file:///golden/${uri}`, offset, goldenProject, undefined);
  provideCompletion(typingAt(document, position), goldenFacts, { snippets: offset % 2 === 0 });
  provideSelectionRanges(document.model, [position]);
  provideInlayHints(document, { start: position, end: position }, goldenFacts, goldenProject);
}

function assertApplies({ code, fixes }: Problem, text: string): void {
  for (const { edits, inFile } of fixes)
    for (const edit of edits) assertWithin(edit, inFile ? (inFile.text ?? "") : text, `an edit of ${code}`);
}

function assertWithin({ start, end }: Span, text: string, what: string): void {
  if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`${what} at ${start} to ${end} of ${text.length}`);
}

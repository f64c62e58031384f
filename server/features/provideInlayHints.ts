import { type InlayHint, InlayHintKind, type Range as LspRange } from "vscode-languageserver";
import { clipped } from "#registry/model/clipped.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { ConfigDocument, Hint } from "../formats/format.ts";
import { type RegisteredPlace, versionNamed } from "../formats/registered.ts";
import { Lines } from "../formats/text.ts";
import type { Project, RegistryFacts } from "../rules/rule.ts";

/** A line has room for so many characters beside what is written in it. */
const longest = 40;

/** What the format shows in the lines that the editor asks for, and after what names a model otherwise than by its version, the version. */
export function provideInlayHints({ format, model }: ConfigDocument, range: LspRange, facts: RegistryFacts, found: Project): InlayHint[] {
  const lines = new Lines(model.text);
  const isAsked = (offset: number): boolean => {
    const { line } = lines.position(offset);
    return line >= range.start.line && line <= range.end.line;
  };
  // What is not on the screen is not asked of a registry.
  const registered = (format.registered?.(model) ?? []).filter(({ end }) => isAsked(end)).flatMap((place) => versionHint(place, facts));
  const own = (format.hints?.(model, facts, found) ?? []).filter(({ offset }) => isAsked(offset));
  return [...own, ...registered].map(({ offset, label, tooltip }) => ({
    ...{
      position: lines.position(offset),
      label: clipped(visibleText(label), longest),
      kind: InlayHintKind.Type,
      paddingLeft: true,
      tooltip,
    },
  }));
}

/** `models:/fraud-scorer@champion` means another version from day to day. */
function versionHint({ names, end }: RegisteredPlace, facts: RegistryFacts): Hint[] {
  if (names.kind === "run" || names.kind === "model" || names.kind === "version") return [];
  const found = versionNamed(names, facts);
  if (found.state !== "known") return [];
  const { model, version } = found.value;
  const label = names.kind === "loggedModel" ? `${model} v${version}` : `v${version}`;
  return [{ offset: end, label, tooltip: `Version ${version} of ${model}.` }];
}

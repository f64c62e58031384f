import { type Hover, MarkupKind } from "vscode-languageserver";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { StatusLooks } from "../dvc/status/looks.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { type Place, placeAt } from "../formats/keySpec.ts";
import { escapeCode, escapeMarkdown } from "../formats/markdown.ts";
import { symbolAt } from "../formats/symbols.ts";
import { holds, Lines, type Position, type Span } from "../formats/text.ts";
import type { YamlNode } from "../formats/yamlTree.ts";
import type { Project, RegistryFacts } from "../rules/rule.ts";
import { registeredText } from "./registeredWords.ts";
import { aliasesText, whereAlias } from "./registryWords.ts";

/** What a name stands for, what a key is, what a value means; for a metric, model or alias also what the open registry knows of it. */
export function provideHover(document: ConfigDocument, position: Position, facts: RegistryFacts): Hover | null {
  const { format, model } = document;
  const lines = new Lines(model.text);
  const offset = lines.offset(position);
  const registered = format.registered?.(model).find((place) => holds(place, offset));
  const registeredWords = registered && registeredText(registered.names, facts);
  if (registered && registeredWords !== undefined) return hover(lines, registered, registeredWords);
  if (model.root === undefined) return null;
  const used = symbolHover(document, lines, offset);
  if (used !== undefined) return hover(lines, used.span, used.text);
  const place = placeAt(model.root, format.spec, offset);
  const step = place.steps.at(-1);
  if (step?.spec === undefined) return null;
  const said = place.onKey || place.node.kind === "scalar" ? valueText(place, facts) : undefined;
  const target = place.onKey || said === undefined ? step.entry.key : place.node;
  const notes = format.notes?.(model, offset);
  if (!place.onKey && said === undefined && notes === undefined) return null;
  return hover(lines, target, [keyText(step.entry.key.text, step.spec), said, notes].filter((part) => part !== undefined).join("\n\n"));
}

/** What the tool reads in the place of what stands there; null where it is not known. `found`: what the file names. */
export function resolvedHover({ format, model }: ConfigDocument, position: Position, found: Project): Hover | null {
  const lines = new Lines(model.text);
  const resolved = format.resolvedAt?.(model, lines.offset(position), found);
  return resolved === undefined ? null : hover(lines, resolved, resolved.text);
}

/** What the tool noted there, with how it stands now; null where nothing was. `looks`: how files are looked at, where they may be. */
export async function comparedHover(
  { format, model, uri }: ConfigDocument,
  position: Position,
  found: Project,
  looks: StatusLooks | undefined,
): Promise<Hover | null> {
  const lines = new Lines(model.text);
  const compared = await format.comparedAt?.(model, uri, lines.offset(position), found, looks);
  return compared === undefined ? null : hover(lines, compared, compared.text);
}

function hover(lines: Lines, span: Span, value: string): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range: lines.range(span) };
}

/** A name where it is used: what it is, and where it is declared. Where it is declared, it is a key like any other. */
function symbolHover(document: ConfigDocument, lines: Lines, offset: number): { readonly span: Span; readonly text: string } | undefined {
  const found = symbolAt(document, offset);
  if (found === undefined || found.isDefinition) return undefined;
  const { kind, name, doc, definition } = found.symbol;
  const line = lines.position(definition.start).line + 1;
  return { span: found.place, text: `**${escapeMarkdown(name)}** · ${kind}, line ${line}\n\n${doc}` };
}

function keyText(name: string, spec: KeySpec): string {
  const preset = spec.default === undefined ? "" : ` Default: ${spec.default}.`;
  return `**${escapeMarkdown(name)}** · ${spec.type}\n\n${spec.doc}${preset}`;
}

/** What a value means, and what the registry says of the thing that is named here; undefined when it is not known. */
function valueText(place: Place, facts: RegistryFacts): string | undefined {
  const { spec, onKey, node } = place;
  const text = textOf(node);
  const meaning = spec !== undefined && !onKey ? meaningOf(spec, text) : undefined;
  if (meaning !== undefined) return `\`${escapeCode(text)}\`: ${meaning}`;
  if (spec?.reference === "model" && onKey) return aliasesText(text, facts);
  if (spec?.reference === "alias" && !onKey) return whereAlias(text, facts);
  return spec?.reference === "metric" && !onKey ? metricText(place, text, facts) : undefined;
}

/** What one of the values of a key means. */
export function meaningOf({ meanings }: KeySpec, value: string): string | undefined {
  return meanings !== undefined && Object.hasOwn(meanings, value) ? meanings[value] : undefined;
}

function metricText({ steps }: Place, metric: string, facts: RegistryFacts): string | undefined {
  const model = modelOf(steps.map((step) => ({ key: step.entry.key.text, spec: step.spec })));
  const metrics = model === undefined ? undefined : facts.metrics(model);
  if (model === undefined || metrics?.state !== "known") return undefined;
  const logged = metrics.value.includes(metric) ? "Logged" : "Not logged";
  return `${logged} by runs of \`${escapeCode(model)}\`.`;
}

/** The registered model whose part of the policy a place is in. */
export function modelOf(steps: readonly { readonly key: string; readonly spec: KeySpec | undefined }[]): string | undefined {
  return steps.find((step) => step.spec?.reference === "model")?.key;
}

function textOf(node: YamlNode): string {
  return node.kind === "scalar" ? node.text : "";
}

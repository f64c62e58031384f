import type { DocumentLink } from "vscode-languageserver";
import type { AboutRegistry } from "#protocol/registryRequests.ts";
import { commandUri, showRunCommand, showVersionCommand } from "#protocol/showRegistered.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { namedPath } from "../formats/namedPath.ts";
import { type Registered, versionNamed } from "../formats/registered.ts";
import { Lines, type Span } from "../formats/text.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { folderAround } from "../workspace/factsForFile.ts";
import type { Names } from "../workspace/names.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The files that a file names, where they are there. What is a folder, or cannot be looked at, is no link. */
export async function provideDocumentLinks(document: ConfigDocument, names: Names, workspace: Workspace): Promise<DocumentLink[]> {
  const { uri, format, model } = document;
  const named = (format.paths?.(model) ?? []).flatMap(({ start, end, path }) => {
    const target = namedPath(path, uri);
    return target === undefined ? [] : [{ start, end, target }];
  });
  const data = (await names.of(document)).filter((each) => each.kind === "data" && each.uri === uri && each.thing.startsWith("file:"));
  const places = [...named, ...data.map(({ start, end, thing }) => ({ start, end, target: thing }))];
  const links = new Map<number, Span & { readonly target: string }>();
  for (const place of places) {
    // A loop makes several paths of one text: none of them is the one that is meant.
    const isOther = links.has(place.start) && links.get(place.start)?.target !== place.target;
    links.set(place.start, isOther ? { ...place, target: "" } : place);
  }
  const lines = new Lines(model.text);
  const found = await Promise.all(
    [...links.values()].map(async ({ target, ...span }) =>
      (await isFile(target, workspace)) ? [{ range: lines.range(span), target }] : [],
    ),
  );
  return found.flat();
}

/** The runs and versions that a file names, where the registry has them: each leads to its page. */
export function registeredLinks({ uri, format, model }: ConfigDocument, facts: RegistryFacts, { folders }: Workspace): DocumentLink[] {
  // As everywhere, a folder is told only where there are several.
  const folder = folders.length > 1 ? folderAround(uri, folders) : undefined;
  const about = { registry: facts.registry, ...(folder === undefined ? {} : { folder }) };
  const lines = new Lines(model.text);
  return (format.registered?.(model) ?? []).flatMap((place) => {
    const page = pageOf(place.names, facts, about);
    return page === undefined ? [] : [{ range: lines.range(place), ...page }];
  });
}

function pageOf(names: Registered, facts: RegistryFacts, about: AboutRegistry): Pick<DocumentLink, "target" | "tooltip"> | undefined {
  if (names.kind === "model") return undefined;
  if (names.kind === "run") {
    if (facts.run(names.id).state !== "known") return undefined;
    return { target: commandUri(showRunCommand, { run: names.id, about }), tooltip: "Open run" };
  }
  const found = versionNamed(names, facts);
  if (found.state !== "known") return undefined;
  const { model, version } = found.value;
  return { target: commandUri(showVersionCommand, { model, version, about }), tooltip: `Open version ${version}` };
}

async function isFile(uri: string, workspace: Workspace): Promise<boolean> {
  return uri !== "" && (await workspace.exists(uri)) === true && (await workspace.world.files.stat(uri))?.type === "file";
}

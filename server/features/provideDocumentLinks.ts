import type { DocumentLink } from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { namedPath } from "../formats/namedPath.ts";
import { Lines, type Span } from "../formats/text.ts";
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

async function isFile(uri: string, workspace: Workspace): Promise<boolean> {
  return uri !== "" && (await workspace.exists(uri)) === true && (await workspace.world.files.stat(uri))?.type === "file";
}

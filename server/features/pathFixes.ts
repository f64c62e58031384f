import { type CodeAction, CodeActionKind, type TextDocumentEdit } from "vscode-languageserver";
import type { ConfigDocument, NamedPath } from "../formats/format.ts";
import { recognise } from "../formats/formats.ts";
import { isWithin, namedPath } from "../formats/namedPath.ts";
import { plainOfSnippet } from "../formats/snippet.ts";
import type { Lines } from "../formats/text.ts";
import { renamedAt } from "../formats/yamlText.ts";
import { placesNear } from "../workspace/placesNear.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What can be done about a path at which there is nothing: name one that is there, or make it. */
export async function pathFixes(
  { uri, model }: ConfigDocument,
  named: NamedPath,
  lines: Lines,
  workspace: Workspace,
  canCreate: boolean,
): Promise<CodeAction[]> {
  const target = namedPath(named.path, uri);
  if (target === undefined || (await workspace.exists(target)) !== false) return [];
  const near = await placesNear(named.path, uri, workspace);
  const changes = near.map(
    (path): CodeAction => ({
      title: `Change to \`${path}\``,
      kind: CodeActionKind.QuickFix,
      edit: { changes: { [uri]: [{ range: lines.range(named), newText: renamedAt(named, path, model.text) }] } },
    }),
  );
  return canCreate && isWithin(target, workspace.folders) ? [...changes, creation(named.path, target)] : changes;
}

/** Makes a file, with what files of its kind begin with. A path that ends with a slash means a folder, which is made with its first file. */
function creation(path: string, target: string): CodeAction {
  const starter = recognise(target, "")?.starters?.find((each) => each.path.length === 0);
  const start = { line: 0, character: 0 };
  const begin: TextDocumentEdit[] =
    starter === undefined
      ? []
      : [
          {
            textDocument: { uri: target, version: null },
            edits: [{ range: { start, end: start }, newText: plainOfSnippet(starter.body) }],
          },
        ];
  return {
    title: `Create \`${path}\``,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [{ kind: "create", uri: target, options: { ignoreIfExists: true } }, ...begin] },
  };
}

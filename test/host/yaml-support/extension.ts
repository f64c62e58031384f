/**
 * What Red Hat's YAML extension does of interest here: the real yaml-language-server on the documents that it selects, with a schema for `dvc.yaml`.
 * `test/e2e/yamlSupport.test.ts` installs it; `server.json` beside it names the server and the schema.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

interface Server {
  /** Path of its module. */
  readonly module: string;
  /** URI of a schema for each glob of files. */
  readonly schemas: Readonly<Record<string, string>>;
}

export async function activate(context: ExtensionContext): Promise<void> {
  const { module, schemas } = JSON.parse(readFileSync(join(context.extensionPath, "server.json"), "utf8")) as Server;
  const client = new LanguageClient(
    "acme-yaml",
    "YAML Support",
    { module, transport: TransportKind.ipc },
    {
      // Those of Red Hat's extension 1.25.
      documentSelector: [
        { language: "yaml" },
        { language: "dockercompose" },
        { language: "github-actions-workflow" },
        { pattern: "*.y(a)ml" },
      ],
      middleware: {
        workspace: {
          configuration: ({ items }) =>
            items.map(({ section }) => (section === "yaml" ? { schemas, validate: true, schemaStore: { enable: false } } : {})),
        },
      },
    },
  );
  context.subscriptions.push(client);
  await client.start();
}

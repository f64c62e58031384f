/** A small extension of somebody else's that brings a backend and reads the open registry: what `test/e2e/otherExtension.test.ts` installs. */
import * as vscode from "vscode";
import type { BackendRegistry, SlipwayApi, SlipwayDisposable } from "../../../docs/slipway-api.d.ts";
import { acmeRegistry, train } from "./registry.ts";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const slipway = await vscode.extensions.getExtension<SlipwayApi>("slipway.slipway")?.activate();
  if (slipway?.version !== 1) throw new Error("Slipway has another API than this extension knows");
  let brought: SlipwayDisposable | undefined;
  let changes = 0;
  const bring = (): void => {
    brought = slipway.registerBackend("acme", open);
  };
  context.subscriptions.push(
    slipway.onDidChange(() => changes++),
    vscode.commands.registerCommand("acme.bring", bring),
    vscode.commands.registerCommand("acme.takeAway", () => brought?.dispose()),
    vscode.commands.registerCommand("acme.train", train),
    vscode.commands.registerCommand("acme.read", async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      await vscode.window.showInformationMessage(`Acme heard of changes: ${changes > 0}. ${await told(slipway, folder)}`);
    }),
  );
}

async function told(slipway: SlipwayApi, folder: vscode.Uri | undefined): Promise<string> {
  const registry = await slipway.registry(folder);
  if (registry === undefined) return "No registry is open.";
  const signal = new AbortController().signal;
  const [experiments, models] = await Promise.all([registry.experiments({ limit: 100 }, signal), registry.models({ limit: 100 }, signal)]);
  const names = experiments.items.map(({ name }) => name).join(", ");
  return `${registry.source.label}: ${names}; ${models.items.length} models.`;
}

/** `acme:down` cannot be opened; everything else is a laboratory of that name. */
function open(uri: string): BackendRegistry {
  const name = uri.slice("acme:".length);
  if (name === "down") throw new Error("the laboratory is closed");
  return acmeRegistry(name);
}

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { PageRouter } from "#client/core/pageRouter.ts";
import type { Notification } from "#protocol/message.ts";
import { type PanelName, panelTypes } from "#protocol/viewIds.ts";
import type { ToPage } from "#protocol/views/panel.ts";

/** A page in an editor tab. The page is closed in: own scripts with a nonce, own styles, no network. */
export class WebPage {
  readonly #panel: vscode.WebviewPanel;

  /** Fills `panel` with the page `name`; `router` answers what it asks. */
  constructor(name: PanelName, panel: vscode.WebviewPanel, extensionUri: vscode.Uri, router: PageRouter) {
    this.#panel = panel;
    const root = vscode.Uri.joinPath(extensionUri, "dist", "webviews");
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "slipway-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "slipway-dark.svg"),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const answer = await router.receive(message);
      if (answer !== undefined) this.#post(answer);
    });
    panel.webview.html = pageHtml(name, panel.webview, root);
  }

  /** A new tab beside nothing: where the person works. */
  static open(name: PanelName, title: string, extensionUri: vscode.Uri, router: PageRouter): WebPage {
    const panel = vscode.window.createWebviewPanel(panelTypes[name], title, vscode.ViewColumn.Active);
    return new WebPage(name, panel, extensionUri, router);
  }

  set title(title: string) {
    this.#panel.title = title;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  close(): void {
    this.#panel.dispose();
  }

  onClosed(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  /** A hidden page is not there; it asks for everything again when it is shown. */
  push<P>(message: Notification<P>, params: P): void {
    if (this.#panel.visible) this.#post({ kind: "push", method: message.method, params });
  }

  #post(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** Calls `restore` for every tab of this kind that was open when the window was closed. */
export function registerPageRestore(name: PanelName, restore: (panel: vscode.WebviewPanel, kept: unknown) => void): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(panelTypes[name], {
    deserializeWebviewPanel: async (panel, kept: unknown) => restore(panel, kept),
  });
}

function pageHtml(name: PanelName, webview: vscode.Webview, root: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, `${name}.js`));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, `${name}.css`));
  const own = webview.cspSource;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${own}; font-src ${own}; img-src ${own} data:`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${style}">
<title>Slipway</title>
</head>
<body>
<slipway-${name}></slipway-${name}>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

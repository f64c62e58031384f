import * as vscode from "vscode";
import { pageDocument } from "#client/core/pageDocument.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import type { Notification } from "#protocol/message.ts";
import { type PanelName, panelType } from "#protocol/viewIds.ts";
import type { ToPage } from "#protocol/views/panel.ts";
import { visibleText } from "#registry/model/visibleText.ts";

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
    const panel = vscode.window.createWebviewPanel(panelType(name), visibleText(title), vscode.ViewColumn.Active);
    return new WebPage(name, panel, extensionUri, router);
  }

  set title(title: string) {
    this.#panel.title = visibleText(title);
  }

  /** Whether it is on the screen; a page that is not is made anew when it is shown. */
  get visible(): boolean {
    return this.#panel.visible;
  }

  /** Whether it is the editor that the person works in. */
  get active(): boolean {
    return this.#panel.active;
  }

  /** Where it stands among the columns of editors, from 1 on; absent while it is hidden. */
  get column(): number | undefined {
    return this.#panel.viewColumn;
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
  return vscode.window.registerWebviewPanelSerializer(panelType(name), {
    deserializeWebviewPanel: async (panel, kept: unknown) => restore(panel, kept),
  });
}

function pageHtml(name: PanelName, webview: vscode.Webview, root: vscode.Uri): string {
  const addressOf = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  return pageDocument(name, {
    language: vscode.env.language,
    nonce: crypto.randomUUID(),
    script: addressOf(`${name}.js`),
    style: addressOf(`${name}.css`),
    source: webview.cspSource,
  });
}

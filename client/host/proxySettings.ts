import * as vscode from "vscode";
import { defaultProxySettings, type ProxySettings } from "#protocol/proxySettings.ts";

/** VS Code's own settings for proxies. A workspace cannot set them: VS Code takes them from the user and the machine alone. */
export function readProxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration("http");
  const without: unknown = http.get("noProxy");
  return {
    url: textOf(http.get("proxy")),
    without: Array.isArray(without) ? without.filter((host) => typeof host === "string") : defaultProxySettings.without,
    support: http.get("proxySupport") === "off" ? "off" : "on",
    strict: http.get("proxyStrictSSL") !== false,
  };
}

export function onProxySettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("http")) listener();
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

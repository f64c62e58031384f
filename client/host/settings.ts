import * as vscode from "vscode";
import { type SettingKey, type SettingTypes, settingDefaults } from "#protocol/settings.ts";

/** The value of a setting in this window; a value of another type than the declared one counts as not set. */
export function readSetting<K extends SettingKey>(key: K): SettingTypes[K] {
  const value: unknown = vscode.workspace.getConfiguration().get(key);
  const fallback = settingDefaults[key];
  return typeof value === typeof fallback && value !== null ? (value as SettingTypes[K]) : fallback;
}

export async function writeSetting<K extends SettingKey>(key: K, value: SettingTypes[K]): Promise<void> {
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(key, value, target);
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("slipway")) listener();
  });
}

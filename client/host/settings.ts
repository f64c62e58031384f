import * as vscode from "vscode";
import { fallbackOf, type SettingKey, type SettingTypes } from "#protocol/settings.ts";

/** The value of a setting in this window; a value of another type than the declared one counts as not set. */
export function readSetting<K extends SettingKey>(key: K): SettingTypes[K] {
  const value: unknown = vscode.workspace.getConfiguration().get(key);
  const fallback = fallbackOf(key);
  return typeof value === typeof fallback && value !== null ? (value as SettingTypes[K]) : fallback;
}

export async function writeSetting<K extends SettingKey>(key: K, value: SettingTypes[K]): Promise<void> {
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(key, value, target);
}

/** A setting where a file says something of it: the user's settings, or the workspace's. */
export interface WrittenSetting<T> {
  readonly value: T;
  write(value: T): Promise<void>;
}

/** Every place that has a value of the setting's type, whether or not it counts in this window. */
export function writtenSettings<K extends SettingKey>(key: K): readonly WrittenSetting<SettingTypes[K]>[] {
  const configuration = vscode.workspace.getConfiguration();
  const found = configuration.inspect<unknown>(key);
  const places = [
    [found?.globalValue, vscode.ConfigurationTarget.Global],
    [found?.workspaceValue, vscode.ConfigurationTarget.Workspace],
  ] as const;
  return places
    .filter(([value]) => typeof value === typeof fallbackOf(key) && value !== null)
    .map(([value, target]) => ({
      value: value as SettingTypes[K],
      write: async (changed) => configuration.update(key, changed, target),
    }));
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("slipway")) listener();
  });
}

import * as vscode from "vscode";
import { fallbackOf, type ServerSettings, type SettingKey, type SettingTypes, serverSettings } from "#protocol/settings.ts";

/** The value of a setting in this window, or in a folder of its workspace; a value of another type than the declared one counts as not set. */
export function readSetting<K extends SettingKey>(key: K, folder?: string): SettingTypes[K] {
  const value: unknown = configurationOf(folder).get(key);
  const fallback = fallbackOf(key);
  return typeof value === typeof fallback && value !== null ? (value as SettingTypes[K]) : fallback;
}

/** Writes into the folder's settings where one of several is given, else into those of the workspace, else into the user's. `undefined` takes the value away. */
export async function writeSetting<K extends SettingKey>(key: K, value: SettingTypes[K] | undefined, folder?: string): Promise<void> {
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configurationOf(folder).update(key, value, folder === undefined ? target : vscode.ConfigurationTarget.WorkspaceFolder);
}

/** What the server works with, as it is set now. */
export function readServerSettings(): ServerSettings {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  return serverSettings(readSetting, Object.fromEntries(folders.map((folder) => [folder, readSetting("slipway.registry", folder)])));
}

function configurationOf(folder: string | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(undefined, folder === undefined ? undefined : vscode.Uri.parse(folder, true));
}

/** A setting where a file says something of it: the user's settings, the workspace's, or those of one of its folders. */
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
  const ofFolders = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
    const own = configurationOf(folder.uri.toString());
    return [own.inspect<unknown>(key)?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder, own] as const;
  });
  return [...places.map(([value, target]) => [value, target, configuration] as const), ...ofFolders]
    .filter(([value]) => typeof value === typeof fallbackOf(key) && value !== null)
    .map(([value, target, place]) => ({
      value: value as SettingTypes[K],
      write: async (changed) => place.update(key, changed, target),
    }));
}

export function onSettingsChanged(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("slipway")) listener();
  });
}

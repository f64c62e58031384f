import * as vscode from "vscode";
import type { Wording } from "#client/core/wording.ts";
import { folderName, isSameUri } from "#protocol/folderUri.ts";

/** Words in the language of the window, times in its locale. */
export function windowWords(): Wording {
  // Made when the first time is shown: a formatter takes 10 ms, which activation would wait for.
  const time = once(() => new Intl.DateTimeFormat(vscode.env.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  const dateTime = once(() => new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" }));
  return {
    t: (message, ...args) => vscode.l10n.t(message, ...args),
    now: () => Date.now(),
    timeOfDay: (ms) => time().format(ms),
    dateTime: (ms) => dateTime().format(ms),
    folderName: (uri) =>
      vscode.workspace.workspaceFolders?.find((folder) => isSameUri(folder.uri.toString(), uri))?.name ?? folderName(uri),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

import type { Stats } from "node:fs";
import { fileProblem } from "./errors.ts";
import { keysIn, statAt } from "./keyFiles.ts";

/** What is asked of the file system to tell whether files are as they were: another text, another content. */
export interface FileState {
  readonly text: string;
  /** When one of them changed last, as the file system says; ms. */
  readonly changedAt: number;
}

/** The state of what is not there. */
export const missing = "-";

/** Of one file or folder; of one that is not there, too. Links are followed. */
export function stateOf(path: string): FileState {
  const stat = statAt(path);
  return stat === undefined ? { text: missing, changedAt: 0 } : { text: textOf(stat), changedAt: Math.max(stat.mtimeMs, stat.ctimeMs) };
}

/** Of all files under some folders, with their keys; of a folder that cannot be listed, why not. */
export function stateUnder(folder: string, names: readonly string[]): FileState {
  return joined(
    names.map((name) => {
      try {
        return [name, joined(keysIn(`${folder}/${name}`).map((key) => [key, stateOf(`${folder}/${name}/${key}`)]))];
      } catch (error) {
        const problem = fileProblem(error);
        if (problem === undefined) throw error;
        return [name, { text: problem, changedAt: 0 }];
      }
    }),
  );
}

export function joined(states: readonly (readonly [name: string, state: FileState])[]): FileState {
  const sorted = states.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    text: sorted.map(([name, { text }]) => `${name} ${text}`).join("\n"),
    changedAt: sorted.reduce((latest, [, { changedAt }]) => Math.max(latest, changedAt), 0),
  };
}

/** Not its number (`ino`), which some network drives make up anew: a file that replaces another one has another time of change (`ctime`). */
function textOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

import { folderName } from "#protocol/folderUri.ts";
import type { Wording } from "./wording.ts";

/** 14 November 2023, 22:13:20 UTC. */
export const testNow = 1_700_000_000_000;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** English words at a fixed time, as `vscode.l10n.t` gives them without a translation. */
export const testWording: Wording = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (_whole, index: string) => String(args[Number(index)])),
  now: () => testNow,
  timeOfDay: (ms) => new Date(ms).toISOString().slice(11, 16),
  dateTime: (ms) => new Date(ms).toISOString(),
  folderName,
};

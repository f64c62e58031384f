import { visibleText } from "#registry/model/visibleText.ts";

/** Invisible, and no part of VS Code's markup: keeps the two characters around it from being read as one sign. */
const wordJoiner = "\u2060";

/**
 * Text for the places in which VS Code reads markup: a notification or a prompt turns `[text](command:x)` into a link that runs the
 * command, a quick pick or the status bar turns `$(bug)` into an icon. Names come from strangers; here they read as they were written.
 */
export function plainText(text: string): string {
  return visibleText(text).replace(/[\]$](?=\()/g, `$&${wordJoiner}`);
}

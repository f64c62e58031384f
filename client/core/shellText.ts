/** Which shell a command is pasted into, by the platform of the computer where the window's terminals run. */
export type Shell = "posix" | "powershell";

export function shellOf(platform: string): Shell {
  return platform === "win32" ? "powershell" : "posix";
}

/** As it is typed: nothing in an argument means anything to the shell. Undefined where no way of writing it is certain. */
export function shellText(words: readonly string[], shell: Shell): string | undefined {
  const texts = words.map((word) => (shell === "posix" ? posix(word) : powershell(word)));
  return texts.every((text) => text !== undefined) ? texts.join(" ") : undefined;
}

/** A terminal acts on them before any shell sees a quote: the end of a paste, an interrupt, a completion. */
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

function posix(word: string): string | undefined {
  if (control.test(word)) return undefined;
  // zsh replaces a word that begins with `=` by the path of a program.
  if (/^[\w@%+:./-][\w@%+=:./-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * PowerShell takes four curly quotes for straight ones. How it hands a program an argument with a double quote, or one that ends with a
 * backslash and has a space, or an empty one, is another thing in 5.1 and in 7.
 */
function powershell(word: string): string | undefined {
  if (control.test(word) || word === "" || word.includes('"') || (/\s/.test(word) && word.endsWith("\\"))) return undefined;
  if (/^(?:-[A-Za-z]|[A-Za-z0-9_/][\w=:./\\-]*)$/.test(word)) return word;
  return `'${word.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

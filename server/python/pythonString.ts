const escapes: Readonly<Record<string, string>> = {
  ...{ "\n": "", "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};

const escapeSequence = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(N\{[^}]*\})|([\s\S]))/g;

/** The parts of a string literal of Python. */
export interface PythonLiteral {
  /** Lower case, letters in any order: `rb`. */
  readonly prefix: string;
  /** What stands between the quotes, as written. */
  readonly content: string;
  /** Where that begins in the literal. */
  readonly start: number;
}

/** Undefined: it is none that is closed. */
export function splitPythonString(literal: string): PythonLiteral | undefined {
  const found = /^([rRbBuUfF]*)("""|'''|"(?!"")|'(?!''))([\s\S]*)\2$/.exec(literal);
  if (found === null) return undefined;
  const [, prefix = "", quote = "", content = ""] = found;
  let backslashes = 0;
  while (content.at(-1 - backslashes) === "\\") backslashes++;
  // The quote at the end is a part of the text.
  if (backslashes % 2 === 1) return undefined;
  return { prefix: prefix.toLowerCase(), content, start: prefix.length + quote.length };
}

/** What a string literal of Python stands for; undefined: it is one of bytes or with values in it, or names a character of Unicode by its name. */
export function readPythonString(literal: string): string | undefined {
  const found = splitPythonString(literal);
  if (found === undefined || /[bf]/.test(found.prefix)) return undefined;
  const content = found.content.replaceAll("\r\n", "\n");
  if (found.prefix.includes("r")) return content;
  let isKnown = true;
  const text = content.replaceAll(escapeSequence, (whole, hex, four, eight, octal, name, char) => {
    if (name !== undefined) isKnown = false;
    const digits: string | undefined = hex ?? four ?? eight;
    if (digits !== undefined) return codePoint(Number.parseInt(digits, 16));
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
    return escapes[char] ?? whole;
  });
  return isKnown ? text : undefined;
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

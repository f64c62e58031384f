const escapes: Readonly<Record<string, string>> = {
  ...{ "\n": "", "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};

const escapeSequence = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(N\{[^}]*\})|([\s\S]))/g;

/** What a string literal of Python stands for; undefined: it is one of bytes, or names a character of Unicode by its name. */
export function readPythonString(literal: string): string | undefined {
  const found = /^([rRbBuU]*)("""|'''|"|')([\s\S]*)\2$/.exec(literal);
  if (found === null) return undefined;
  const [, prefix = "", , written = ""] = found;
  if (/b/i.test(prefix)) return undefined;
  const content = written.replaceAll("\r\n", "\n");
  if (/r/i.test(prefix)) return content;
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

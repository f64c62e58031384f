import type { Span } from "../formats/text.ts";

/** Why PyYAML refuses a text: what to say, where, and a code that the explanation of it goes by. */
export class PyYamlError extends Error {
  readonly code: string;
  readonly span: Span;

  constructor(code: string, message: string, span: Span) {
    super(message);
    this.code = code;
    this.span = span;
  }
}

/** What the character after the last one reads as; a text that holds one is refused before it is scanned. */
export const END = "\0";
/** Where a line ends, in PyYAML. */
export const BREAKS = "\r\n\x85\u2028\u2029";
export const BREAK_OR_END = `${END}${BREAKS}`;
export const SPACE_BREAK_OR_END = `${END} ${BREAKS}`;
export const BLANK_BREAK_OR_END = `${END} \t${BREAKS}`;

/**
 * Whose reading it is: PyYAML 6.0.4, YAML 1.1, or ruamel.yaml 0.19.1 in its pure Python, YAML 1.2, which grew out of it. What is said of one of
 * them alone is marked so.
 */
export type Reader = "pyYaml" | "ruamel";

/** A place in a text, and the way forward (`reader.py`). Columns are counted in UTF-16 units. */
export class Source {
  readonly text: string;
  readonly isRuamel: boolean;
  readonly #breaks: string;
  index = 0;
  line = 0;
  column = 0;

  constructor(text: string, reader: Reader) {
    this.text = text;
    this.isRuamel = reader === "ruamel";
    // For ruamel, lines are counted as YAML 1.2 has them; a text breaks where it does for PyYAML.
    this.#breaks = this.isRuamel ? "\r\n" : BREAKS;
  }

  peek(ahead = 0): string {
    return this.text[this.index + ahead] ?? END;
  }

  isAt(characters: string, ahead = 0): boolean {
    return characters.includes(this.peek(ahead));
  }

  forward(count = 1): void {
    for (let left = count; left > 0; left--) {
      const char = this.text[this.index];
      this.index++;
      const breaksLine = char !== undefined && this.#breaks.includes(char) && !(char === "\r" && this.text[this.index] === "\n");
      if (breaksLine) {
        this.line++;
        this.column = 0;
      } else if (char !== "\ufeff") this.column++;
    }
  }

  /** Over characters that break no line. */
  pass(count: number): void {
    this.index += count;
    this.column += count;
  }

  skipSpaces(): void {
    let count = 0;
    while (this.text.charCodeAt(this.index + count) === 32) count++;
    this.pass(count);
  }

  /** In a flow collection, ruamel passes over tabs as well. */
  skipBlanks(): void {
    while (this.isAt(" \t")) this.forward();
  }

  /** Goes to the end of the line when a comment begins here. */
  skipComment(): void {
    if (this.peek() !== "#") return;
    this.takeUntil(BREAK_OR_END);
  }

  /** Goes over one line break; gives what it means in a text. Empty: there is none here. */
  lineBreak(): string {
    const char = this.peek();
    if (char === END || !BREAKS.includes(char)) return "";
    this.forward(char === "\r" && this.peek(1) === "\n" ? 2 : 1);
    return char === "\u2028" || char === "\u2029" ? char : "\n";
  }

  /** Takes characters as long as they are none of these, line breaks and the end among them. */
  takeUntil(characters: string): string {
    const start = this.index;
    let length = 0;
    while (!characters.includes(this.peek(length))) length++;
    this.pass(length);
    return this.text.slice(start, this.index);
  }

  /** `---` or `...` by itself at this place. */
  isDocumentMark(mark: "---" | "..."): boolean {
    return this.text.startsWith(mark, this.index) && this.isAt(BLANK_BREAK_OR_END, 3);
  }

  fail(code: string, message: string, start = this.index, end = Math.max(start + 1, this.index)): never {
    throw new PyYamlError(code, message, { start, end });
  }
}

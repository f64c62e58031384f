import { misplacedColon, missingColon } from "./explain.ts";
import { scanAnchor, scanDirective, scanTag } from "./scanMarks.ts";
import { scanBlockScalar, scanPlain, scanQuoted } from "./scanScalars.ts";
import { BLANK_BREAK_OR_END, END, PyYamlError, type Reader, Source } from "./source.ts";
import type { Token, TokenKind } from "./token.ts";

/** Characters that a key on one line may be from its colon. */
const MAX_SIMPLE_KEY = 1024;

/** Something that becomes a key when a `:` follows. */
interface PossibleKey {
  readonly required: boolean;
  /** Its token's place in the list. */
  readonly at: number;
  readonly index: number;
  readonly line: number;
  readonly column: number;
  /** Where its text ends. */
  end: number;
}

/**
 * The tokens of a text, as the scanner of a reader (`scanner.py`) makes them, as far as they are asked for: what stands behind a mistake is not
 * scanned. What the scanner refuses ends the list as a `failure`: the parser may have refused something before. Never throws; the time is
 * proportional to the text.
 */
export class Tokens {
  readonly #scanner: Scanner;
  #failed = false;
  /** Those that are certain: before the others, another may come. */
  #certain = 0;

  constructor(text: string, reader: Reader) {
    this.#scanner = new Scanner(text, reader);
  }

  /** Undefined before the first one and behind the last one. */
  at(index: number): Token | undefined {
    if (index >= this.#certain) this.#scanTo(index);
    return this.#scanner.tokens[index];
  }

  #scanTo(index: number): void {
    const scanner = this.#scanner;
    try {
      while (!this.#failed && !scanner.isDone && scanner.certain <= index) scanner.next();
    } catch (error) {
      if (!(error instanceof PyYamlError)) throw error;
      scanner.tokens.push({ kind: "failure", text: "", ...error.span, error });
      this.#failed = true;
    }
    this.#certain = this.#failed || scanner.isDone ? Number.POSITIVE_INFINITY : scanner.certain;
  }
}

class Scanner {
  readonly tokens: Token[] = [];
  isDone = false;
  readonly #source: Source;
  /** Brackets that are open: `[` and `{`. */
  readonly #flow: string[] = [];
  #indent = -1;
  readonly #indents: number[] = [];
  #allowsKey = true;
  readonly #possibleKeys = new Map<number, PossibleKey>();

  constructor(text: string, reader: Reader) {
    this.#source = new Source(text, reader);
  }

  /** How many tokens stay where they are: in front of a word that a colon may follow, others may come. */
  get certain(): number {
    const [oldest] = this.#possibleKeys.values();
    return oldest?.at ?? this.tokens.length;
  }

  get #flowLevel(): number {
    return this.#flow.length;
  }

  next(): void {
    const source = this.#source;
    this.#skipToToken();
    this.#dropStaleKeys();
    this.#unwind(source.column);
    if (source.peek() === END) this.#end();
    else if (source.column === 0 && source.peek() === "%") this.#directive();
    else if (source.column === 0 && source.isDocumentMark("---")) this.#documentMark("documentStart");
    else if (source.column === 0 && source.isDocumentMark("...")) this.#documentMark("documentEnd");
    else this.#content(source.peek());
  }

  #content(char: string): void {
    const source = this.#source;
    const endsHere = this.#flowLevel > 0 || source.isAt(BLANK_BREAK_OR_END, 1);
    if (char === "[" || char === "{") this.#openFlow(char === "[" ? "flowListStart" : "flowMapStart");
    else if (char === "]" || char === "}") this.#closeFlow(char === "]" ? "flowListEnd" : "flowMapEnd");
    else if (char === ",") this.#flowEntry();
    else if (char === "-" && source.isAt(BLANK_BREAK_OR_END, 1)) this.#blockEntry();
    else if (char === "?" && endsHere) this.#key();
    else if (char === ":" && endsHere && this.#endsKey()) this.#value();
    else if (char === "*" || char === "&") this.#word(scanAnchor);
    else if (char === "!") this.#word(scanTag);
    else if ((char === "|" || char === ">") && this.#flowLevel === 0) this.#blockScalar();
    else if (char === "'" || char === '"') this.#word(scanQuoted);
    else if (this.#beginsPlain(char)) this.#plain();
    else if (char === "\t") source.fail("TAB", "A tab cannot stand here. Use spaces");
    else source.fail("BAD_START", `A text cannot begin with \`${char}\`. Put it in quotes`);
  }

  /** In a list of ruamel's, a colon with something right behind it belongs to a word. */
  #endsKey(): boolean {
    return !this.#source.isRuamel || this.#flow.at(-1) !== "[" || this.#source.isAt(BLANK_BREAK_OR_END, 1);
  }

  #beginsPlain(char: string): boolean {
    if (this.#source.isRuamel && char === ":" && this.#flowLevel > 0 && !this.#source.isAt(" \t", 1)) return true;
    if (!`${BLANK_BREAK_OR_END}-?:,[]{}#&*!|>'"%@\``.includes(char)) return true;
    const mayFollow = char === "-" || (this.#flowLevel === 0 && (char === "?" || char === ":"));
    return mayFollow && !this.#source.isAt(BLANK_BREAK_OR_END, 1);
  }

  #skipToToken(): void {
    const source = this.#source;
    if (source.index === 0 && source.peek() === "\ufeff") source.forward();
    for (;;) {
      if (source.isRuamel && this.#flowLevel > 0) source.skipBlanks();
      else source.skipSpaces();
      source.skipComment();
      if (source.lineBreak() === "") return;
      if (this.#flowLevel === 0) this.#allowsKey = true;
    }
  }

  #dropStaleKeys(): void {
    // The oldest come first: behind one that is not stale there is none.
    for (const [level, key] of this.#possibleKeys) {
      if (key.line === this.#source.line && this.#source.index - key.index <= MAX_SIMPLE_KEY) return;
      this.#needsNoColon(key);
      this.#possibleKeys.delete(level);
    }
  }

  #needsNoColon(key: PossibleKey): void {
    if (!key.required) return;
    throw missingColon(this.#source.text, key.index, key.end);
  }

  #saveKey(): void {
    if (!this.#allowsKey) return;
    const { index, line, column } = this.#source;
    this.#removeKey();
    const required = this.#flowLevel === 0 && this.#indent === column;
    this.#possibleKeys.set(this.#flowLevel, { required, at: this.tokens.length, index, line, column, end: index + 1 });
  }

  #removeKey(): void {
    const key = this.#possibleKeys.get(this.#flowLevel);
    if (key === undefined) return;
    this.#needsNoColon(key);
    this.#possibleKeys.delete(this.#flowLevel);
  }

  #unwind(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#mark("blockEnd");
    }
  }

  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #mark(kind: TokenKind, length = 0): void {
    const start = this.#source.index;
    this.#source.forward(length);
    this.tokens.push({ kind, text: "", start, end: this.#source.index });
  }

  #end(): void {
    this.#unwind(-1);
    this.#removeKey();
    this.#mark("streamEnd");
    this.isDone = true;
  }

  #directive(): void {
    this.#unwind(-1);
    this.#removeKey();
    this.#allowsKey = false;
    this.tokens.push(scanDirective(this.#source));
  }

  #documentMark(kind: TokenKind): void {
    this.#unwind(-1);
    this.#removeKey();
    this.#allowsKey = false;
    this.#mark(kind, 3);
  }

  #openFlow(kind: TokenKind): void {
    this.#saveKey();
    this.#flow.push(kind === "flowListStart" ? "[" : "{");
    this.#allowsKey = true;
    this.#mark(kind, 1);
  }

  #closeFlow(kind: TokenKind): void {
    this.#removeKey();
    // PyYAML counts below zero; the parser refuses what closes nothing before that matters.
    this.#flow.pop();
    this.#allowsKey = false;
    this.#mark(kind, 1);
  }

  #flowEntry(): void {
    this.#allowsKey = true;
    this.#removeKey();
    this.#mark("flowEntry", 1);
  }

  /** Begins a block map or list here, unless it has begun; `what` is refused where none can begin. */
  #beginBlock(kind: TokenKind, code: string, message: string): void {
    if (this.#flowLevel > 0) return;
    if (!this.#allowsKey) this.#source.fail(code, message);
    if (this.#indentTo(this.#source.column)) this.#mark(kind);
  }

  #blockEntry(): void {
    this.#beginBlock("blockListStart", "BAD_ITEM", "An item `- ` cannot stand here. Put it on its own line");
    this.#allowsKey = true;
    this.#removeKey();
    this.#mark("blockEntry", 1);
  }

  #key(): void {
    this.#beginBlock("blockMapStart", "BAD_KEY", "A key cannot stand here. Put it on its own line");
    this.#allowsKey = this.#flowLevel === 0;
    this.#removeKey();
    this.#mark("key", 1);
  }

  #value(): void {
    const key = this.#possibleKeys.get(this.#flowLevel);
    if (key === undefined) {
      if (this.#flowLevel === 0 && !this.#allowsKey) throw misplacedColon(this.#source.text, this.#source.index, this.tokens.at(-1));
      this.#beginBlock("blockMapStart", "BAD_KEY", "A key cannot stand here");
      this.#allowsKey = this.#flowLevel === 0;
      this.#removeKey();
    } else {
      this.#possibleKeys.delete(this.#flowLevel);
      const at = { text: "", start: key.index, end: key.index };
      const begins = this.#flowLevel === 0 && this.#indentTo(key.column);
      this.tokens.splice(key.at, 0, ...(begins ? [{ kind: "blockMapStart", ...at } as const] : []), { kind: "key", ...at });
      this.#allowsKey = false;
    }
    this.#mark("value", 1);
  }

  #word(take: (source: Source) => Token): void {
    this.#saveKey();
    this.#allowsKey = false;
    this.#push(take(this.#source));
  }

  #plain(): void {
    this.#saveKey();
    this.#allowsKey = false;
    const { token, brokeLine } = scanPlain(this.#source, this.#indent, this.#flowLevel > 0);
    if (brokeLine) this.#allowsKey = true;
    this.#push(token);
  }

  #push(token: Token): void {
    const key = this.#possibleKeys.get(this.#flowLevel);
    if (key !== undefined) key.end = token.end;
    this.tokens.push(token);
  }

  #blockScalar(): void {
    this.#allowsKey = true;
    this.#removeKey();
    this.tokens.push(scanBlockScalar(this.#source, this.#indent));
  }
}

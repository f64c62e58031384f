import { clipped } from "./clipped.ts";
import type { RegistryError, TextPlace } from "./errors.ts";

const space = /[\s]*/y;

/** The language whose words are read. */
export interface ScannedLanguage {
  /** What is said of a text that is none of it. `place`: of the word that cannot be understood; where it is not given, the caller knows it. */
  invalid(message: string, place?: TextPlace): RegistryError;
  /** The word that an error names, sticky. */
  readonly word: RegExp;
}

/** Reads the words of a text that a person typed from left to right, leaving out the white space before each. */
export class WordScanner {
  private readonly source: string;
  private readonly language: ScannedLanguage;
  private position = 0;
  private wordStart = 0;

  constructor(source: string, language: ScannedLanguage) {
    this.source = source;
    this.language = language;
  }

  /** Where the next word begins, in UTF-16 units. */
  get next(): number {
    this.skipSpace();
    return this.position;
  }

  /** Where the last word ended. */
  get last(): number {
    return this.position;
  }

  /** Where the last word stands. */
  get word(): TextPlace {
    return { start: this.wordStart, end: this.position };
  }

  /** `pattern` is sticky. */
  take(pattern: RegExp): string | undefined {
    this.skipSpace();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) {
      this.wordStart = this.position;
      this.position += found.length;
    }
    return found;
  }

  /** Whether the next word is `pattern`, without taking it. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.next;
    return pattern.test(this.source);
  }

  atEnd(): boolean {
    return this.next >= this.source.length;
  }

  unexpected(wanted: string): RegistryError {
    const { word: pattern } = this.language;
    pattern.lastIndex = this.next;
    const word = pattern.exec(this.source)?.[0] ?? "";
    const found = word === "" ? "the end" : `“${clipped(word, 60)}”`;
    const place = { start: this.position, end: this.position + word.length };
    return this.language.invalid(`Expected ${wanted}, found ${found} (character ${this.position + 1}).`, place);
  }

  private skipSpace(): void {
    space.lastIndex = this.position;
    this.position += space.exec(this.source)?.[0].length ?? 0;
  }
}

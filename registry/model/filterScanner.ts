import { clipped } from "./clipped.ts";
import { RegistryError, type TextPlace } from "./errors.ts";

const space = /[\s]*/y;

/** Reads the words of a filter from left to right, leaving out the white space before each. */
export class FilterScanner {
  private readonly source: string;
  private position = 0;
  private wordStart = 0;

  constructor(source: string) {
    this.source = source;
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
    const rest = this.source.slice(this.next);
    const word = rest.split(/\s/, 1)[0] ?? "";
    const found = rest === "" ? "the end" : `“${clipped(word, 60)}”`;
    const place = { start: this.position, end: this.position + word.length };
    return invalidFilter(`Expected ${wanted}, found ${found} (character ${this.position + 1}).`, place);
  }

  private skipSpace(): void {
    space.lastIndex = this.position;
    this.position += space.exec(this.source)?.[0].length ?? 0;
  }
}

/** `place`: of the word that cannot be understood; the last one read, where it is not given. */
export function invalidFilter(message: string, place?: TextPlace): RegistryError {
  return new RegistryError(
    "invalid",
    `The filter is not valid. ${message}`,
    "Join comparisons such as metrics.loss < 0.5 with AND, OR, NOT and parentheses; texts stand in quotes.",
    place === undefined ? {} : { place },
  );
}

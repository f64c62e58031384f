import { MovablePart, parsePart, type Reading, type Unread } from "./yamlPart.ts";
import type { Dialect } from "./yamlTree.ts";

/** Characters of block texts that are remembered, a letter taking 20 to 50 bytes in trees: some tens of files of 1,000 lines. */
const MAX_REMEMBERED = 1_000_000;

/**
 * Parts by dialect and text; those not used for longest are forgotten, half of the memory at a time: taking them out one by one, and putting each
 * that is used at the end, costs a map of this size more than the parsing. The same text always gives the same part.
 */
export class PartMemory {
  #recent = new Map<string, MovablePart | Unread>();
  #before = new Map<string, MovablePart | Unread>();
  /** Of those in `#recent`. */
  #characters = 0;
  readonly #most: number;

  /** `most`: characters of the texts whose parts are kept. */
  constructor(most: number = MAX_REMEMBERED) {
    this.#most = most;
  }

  partOf(text: string, dialect: Dialect): MovablePart | Unread {
    const key = `${dialect}\n${text}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const part = this.#before.get(key) ?? movable(parsePart(text, dialect));
    this.#characters += key.length;
    if (this.#characters > this.#most / 2) {
      this.#before = this.#recent;
      this.#recent = new Map();
      this.#characters = key.length;
    }
    this.#recent.set(key, part);
    return part;
  }
}

function movable(part: Reading): MovablePart | Unread {
  return typeof part === "string" ? part : new MovablePart(part);
}

/** Where what is read is remembered; undefined: nowhere. */
let usual: PartMemory | undefined = new PartMemory();

/** What is read by `work` is not remembered, nor is it what was remembered: a file that nobody edits is read once, and there may be hundreds. */
export function withoutMemory<T>(work: () => T): T {
  return withMemory(undefined, work);
}

/** What is read by `work` is remembered apart from what editors have open. */
export function withMemory<T>(memory: PartMemory | undefined, work: () => T): T {
  const before = usual;
  usual = memory;
  try {
    return work();
  } finally {
    usual = before;
  }
}

/** Where a text is remembered that is read now. */
export function memoryNow(): PartMemory {
  return usual ?? new PartMemory();
}

/** Why the head of a table is not shown, as a clause that follows what it is: `broken, its end is missing`. */
export class Unread extends Error {
  /** There is too much of it. */
  readonly isTooLarge: boolean;

  constructor(why: string, isTooLarge = false) {
    super(why);
    this.name = "Unread";
    this.isTooLarge = isTooLarge;
  }
}

/** What the reader found wrong, in the clause of an `Unread`. */
export function whyUnread(error: unknown): Unread {
  if (error instanceof Unread) return error;
  const codec = /unsupported compression codec: (\w+)/.exec(error instanceof Error ? error.message : "")?.[1];
  if (codec !== undefined) return new Unread(`compressed with ${codec}, which is not read here`);
  const encoding = /unsupported encoding: (\w+)/.exec(error instanceof Error ? error.message : "")?.[1];
  if (encoding !== undefined) return new Unread(`encoded as ${encoding}, which is not read here`);
  return new Unread("broken, or written in a way that is not read here");
}

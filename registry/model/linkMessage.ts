/** One message of one of many links over a line between two processes (`registry/thread/links.ts`). */
export interface LinkMessage {
  /** Which link; made up by the side that started it. */
  readonly link: string;
  /** What the link leads to; in its first message alone. */
  readonly about?: unknown;
  /** Nothing comes after it. */
  readonly ended?: true;
  /** As `packed` makes it. */
  readonly message?: unknown;
}

/** How a command ends: 0 all is well, 1 the thing asked about is not well, 2 it could not be done. */
export type ExitStatus = 0 | 1 | 2;

/** The streams of a command. Results go to `out`; what is only for people to read goes to `note`. */
export interface Io {
  out(text: string): void;
  note(text: string): void;
  readonly signal: AbortSignal;
}

/** A reason why a command could not be carried out, in words for people; ends it with status 2. */
export class CannotDo extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CannotDo";
  }
}

/** One JSON document and a newline. Indented, because it is read in CI logs too. */
export function writeJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** Crockford's base 32: no I, L, O, U. https://github.com/ulid/spec */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 16;
const pattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Where time and chance come from; both are arguments so that everything here stays pure. */
export interface Clock {
  /** ms since 1970 */
  now(): number;
  /** 0 ≤ n < 1 */
  random(): number;
}

/** Is `text` a canonical (upper case) ULID? */
export function isUlid(text: string): boolean {
  return pattern.test(text);
}

/**
 * A ULID of the present moment. With `after` (an id that already exists) the new one sorts behind it even when it was made in the same
 * millisecond or by a machine whose clock runs ahead: then it takes the next millisecond, and chance as always, so that two writers
 * behind the same id do not make the same one.
 */
export function newUlid(clock: Clock, after = ""): string {
  const chance = randomDigits(clock);
  const fresh = encodeTime(clock.now()) + chance;
  if (!isUlid(after) || fresh > after) return fresh;
  return encodeTime(Math.min(ulidTime(after) + 1, latest)) + chance;
}

/** The last millisecond that an id has room for. */
const latest = 2 ** 48 - 1;

/** When the id says it was made, ms. */
export function ulidTime(id: string): number {
  let time = 0;
  for (const digit of id.slice(0, timeLength)) time = time * 32 + alphabet.indexOf(digit);
  return time;
}

function encodeTime(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  let text = "";
  for (let i = 0; i < timeLength; i++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomDigits(clock: Clock): string {
  let text = "";
  for (let i = 0; i < randomLength; i++) text += alphabet.charAt(Math.floor(clock.random() * 32) % 32);
  return text;
}

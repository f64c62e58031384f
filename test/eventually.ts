import { setTimeout as wait } from "node:timers/promises";

/** Asks until `read` gives something, for 20 s; what is waited for happens in another process, or a little later. */
export async function eventually<T>(what: string, read: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const value = await read();
    if (value !== undefined) return value;
    await wait(50);
  }
  throw new Error(`Waited 20 s for ${what}`);
}

import type { Scratch } from "#registry/backend.ts";
import { RegistryError } from "../model/errors.ts";
import { type Check, checks } from "./checks.ts";
import { Mismatch, Missing } from "./findings.ts";

/** What came of one check. */
export interface Finding {
  readonly title: string;
  readonly verdict: "supported" | "missing" | "wrong";
  /** Why it is not supported, or what else was seen; a sentence's part. */
  readonly detail?: string;
  /** What Slipway does not have then. */
  readonly without?: string;
}

/** Tries a registry, one check after the other, on what was made for it. Only an abort rejects. */
export async function* tried(scratch: Scratch, signal: AbortSignal): AsyncGenerator<Finding> {
  for (const check of checks) yield await tryOne(check, scratch, signal);
}

async function tryOne({ title, without, run }: Check, scratch: Scratch, signal: AbortSignal): Promise<Finding> {
  try {
    const detail = await run(scratch, signal);
    return { title, verdict: "supported", ...(detail === undefined ? {} : { detail }) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Missing || RegistryError.is(error, "unsupported")) {
      return { title, verdict: "missing", detail: error.message, without };
    }
    if (error instanceof Mismatch || RegistryError.is(error)) return { title, verdict: "wrong", detail: error.message, without };
    throw error;
  }
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** ms; a Git on a drive that is gone must not hold the command for ever. */
const gitTimeout = 5000;

/** Who acts: SLIPWAY_USER, which CI sets, else Git's `user.email`; empty when neither is known. */
export async function whoAmI(): Promise<string> {
  const named = process.env["SLIPWAY_USER"]?.trim();
  if (named) return named;
  try {
    return (await run("git", ["config", "user.email"], { timeout: gitTimeout, windowsHide: true })).stdout.trim();
  } catch {
    return "";
  }
}

/** Every CI system sets CI; `apply: ci` in the policy asks for it. */
export function isCi(): boolean {
  const value = process.env["CI"]?.trim().toLowerCase() ?? "";
  return value !== "" && value !== "false" && value !== "0";
}

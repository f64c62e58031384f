import { runGit } from "#server/nodeGit.ts";

/** Who acts: SLIPWAY_USER, which CI sets, else Git's `user.email`; empty when neither is known. */
export async function whoAmI(): Promise<string> {
  const named = process.env["SLIPWAY_USER"]?.trim();
  if (named) return named;
  try {
    return (await runGit(process.cwd(), ["config", "user.email"])).trim();
  } catch {
    return "";
  }
}

/** Every CI system sets CI; `apply: ci` in the policy asks for it. */
export function isCi(): boolean {
  const value = process.env["CI"]?.trim().toLowerCase() ?? "";
  return value !== "" && value !== "false" && value !== "0";
}

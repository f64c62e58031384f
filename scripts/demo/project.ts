import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { makeScratchCopy } from "../sample/scratch.ts";

const commandLine = resolve(import.meta.dirname, "../../cli/main.ts");

/** Who looks at the demo, and who has asked for a promotion before. Both are approvers in the sample's policy. */
export const reader = "ana@example.com";
const colleague = "bruno@example.com";

/** A copy of the sample below `scratch`, in which a colleague's request waits for the reader. Gives its folder. */
export async function makeDemoProject(scratch: string): Promise<string> {
  const folder = join(scratch, "fraud-detection");
  await makeScratchCopy(folder);
  await colleagueAsks(folder, ["fraud-scorer", "13", "prod", "--reason", "Bias review is booked for Wednesday."]);
  return folder;
}

/** The colleague requests a promotion in `folder` from the command line: MODEL VERSION ENVIRONMENT and options. */
export async function colleagueAsks(folder: string, request: readonly string[]): Promise<void> {
  const args = ["--disable-warning=ExperimentalWarning", commandLine, "promote", "request", ...request];
  await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder, SLIPWAY_USER: colleague },
  });
}

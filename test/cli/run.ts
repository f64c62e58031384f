import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../cli/main.ts");

/** A home without a Git configuration. */
const nobody = join(tmpdir(), "slipway-nobody");

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Close our end of standard output after this many bytes, as `head` does. */
  readonly closeAfter?: number;
}

/** Runs `slipway` as a process of its own. Nothing of the surrounding environment names a registry or a person. */
export function slipway(args: readonly string[], options: RunOptions): Promise<Ended> {
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: nobody, XDG_CONFIG_HOME: nobody, CI: "", ...options.env };
  for (const name of ["MLFLOW_TRACKING_URI", "INIT_CWD", "SLIPWAY_USER"]) if (options.env?.[name] === undefined) delete env[name];
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (options.closeAfter !== undefined && stdout.length >= options.closeAfter) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (status) => resolve({ status, stdout, stderr })));
}

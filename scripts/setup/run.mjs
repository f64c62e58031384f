import { spawn } from "node:child_process";

/**
 * Runs a program without a shell; its output goes to standard error. Rejects with its last lines when it fails or is not there.
 * `npm` is run through the npm that started this task, because on Windows it is no program.
 */
export function run(command, args, options = {}) {
  const npm = process.env.npm_execpath;
  const [program, all] = command === "npm" && npm ? [process.execPath, [npm, ...args]] : [command, args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, all, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said = (said + text).slice(-4000);
      });
    }
    child.on("error", (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on("close", (status) => {
      if (status === 0) resolve(said);
      else reject(new Error(`${[command, ...args].join(" ")} ended with status ${status}:\n${said.trim()}`));
    });
  });
}

/** Installs Debian packages where that is possible: as root, with apt-get. False: it is not possible here. */
export async function aptInstall(packages) {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  try {
    await run("apt-get", ["update", "-qq"], options);
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options);
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.mjs";
import { aptInstall, run } from "./run.mjs";

/** uv installs MLflow in seconds where pip takes minutes. */
const uvVersion = "0.13.9";
const windows = process.platform === "win32";

/** A Python that has the packages of a file: the real MLflow, or the real DVC, which has an environment of its own. */
export async function python(root, file = "test/requirements.txt") {
  const requirements = join(root, file);
  const hash = createHash("sha256").update(readFileSync(requirements)).update(uvVersion).update("compiled").digest("hex").slice(0, 12);
  const folder = await cached(
    `python-${hash}`,
    `installing ${file} from PyPI (MLflow: 900 MB on disk, up to two minutes, once)`,
    async (target) => {
      const venv = join(target, "venv");
      await makeVenv(venv);
      const program = programOf(venv);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
      try {
        await run(program, [...pip, `uv==${uvVersion}`]);
        // Compiled now: where Python is told to write no bytecode, each of a hundred starts of MLflow would compile it all anew.
        await run(program, ["-m", "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", program, "-r", requirements]);
      } catch (error) {
        console.error(`uv did not do it, pip takes its time: ${error.message}`);
        await run(program, [...pip, "-r", requirements]);
      }
    },
  );
  return programOf(join(folder, "venv"));
}

function programOf(venv) {
  return windows ? join(venv, "Scripts/python.exe") : join(venv, "bin/python");
}

/** Debian ships Python without the part that makes environments. */
async function makeVenv(venv) {
  const system = windows ? "python" : "python3";
  try {
    await run(system, ["-m", "venv", venv]);
  } catch (error) {
    if (await aptInstall(["python3", "python3-venv"])) return await run(system, ["-m", "venv", "--clear", venv]);
    throw new Error(`Python 3.10 or newer with its venv module is needed (Debian: apt-get install python3-venv).\n${error.message}`);
  }
}

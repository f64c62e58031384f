/** `npm run sample`: writes `examples/fraud-detection` again, from its Git history and a real MLflow (minutes; needs SLIPWAY_PYTHON). */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildHistory, git } from "./scratch.ts";

const target = join(import.meta.dirname, "../../examples/fraud-detection");

async function regenerate(python: string): Promise<number> {
  const repository = await mkdtemp(join(tmpdir(), "slipway-history-"));
  try {
    await buildHistory(repository);
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await git(repository, ["--work-tree", target, "checkout", "--quiet", "--force", "main"]);
    return await makeStore(python, repository);
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
}

function makeStore(python: string, repository: string): Promise<number> {
  const child = spawn(python, [join(import.meta.dirname, "make_store.py"), repository, target], { stdio: "inherit" });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (status) => resolve(status ?? 1)));
}

const python = process.env["SLIPWAY_PYTHON"];
if (python === undefined) {
  console.error("SLIPWAY_PYTHON must name a Python that has the packages of test/requirements.txt.");
  process.exitCode = 2;
} else {
  process.exitCode = await regenerate(python);
}

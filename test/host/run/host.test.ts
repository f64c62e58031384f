import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runTests } from "@vscode/test-electron";
import { makeScratchCopy } from "../../../scripts/sample/scratch.ts";
import type { HostTestResult } from "../index.ts";

const root = resolve(import.meta.dirname, "../../..");

interface HostRun {
  readonly found: readonly HostTestResult[];
  /** Why the run failed as a whole; a failing test is one reason. */
  readonly failure: string;
}

/** Runs the suite of `test/host` inside a real extension host, once, and gives what became of each of its tests. */
async function suiteResults(): Promise<HostRun> {
  const scratch = await mkdtemp(join(tmpdir(), "slipway-host-"));
  const results = join(scratch, "results.jsonl");
  try {
    const folder = join(scratch, "fraud-detection");
    await makeScratchCopy(folder);
    let failure = "";
    await runTests({
      // The launcher is a script: Node is the program and the script its first argument.
      vscodeExecutablePath: process.execPath,
      launchArgs: [join(root, "scripts/editor/launcher.ts"), folder],
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, "dist/test/host/index.cjs"),
      extensionTestsEnv: { SLIPWAY_HOST_RESULTS: results },
    }).catch((error: Error) => {
      failure = error.message;
    });
    const lines = (await readFile(results, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
    return { found: lines.map((line) => JSON.parse(line) as HostTestResult), failure };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const { found, failure } = await suiteResults();

describe("inside the extension host", () => {
  it("the suite runs to its end", () => {
    if (found.length === 0) throw new Error("The suite told of no test: see the editor's output above.");
    if (failure !== "" && !found.some(({ state }) => state === "failed")) throw new Error(failure);
  });
  for (const { title, state, error } of found) {
    if (state === "pending") it.skip(title);
    else
      it(title, () => {
        if (state === "failed") throw new Error(error);
      });
  }
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { removeLeftovers } from "../../scripts/demo/leftovers.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";

/** ms; generous: a build, a copy of the sample and an editor's start on a busy machine. */
const longest = 120_000;

/** Runs the demo as npm does: below a shell, which hands no signal on. */
function startDemo(): { readonly shell: ChildProcess; readonly said: () => string } {
  const shell = spawn("sh", ["-c", '"$0" scripts/run.mjs demo; true', process.execPath], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  shell.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return { shell, said: () => text };
}

async function until(what: () => boolean | Promise<boolean>, why: string): Promise<void> {
  for (const begun = Date.now(); !(await what()); await setTimeout(200)) assert.ok(Date.now() - begun < longest, why);
}

describe("npm run demo", function () {
  this.timeout(2 * longest);
  if (process.platform === "win32") return;

  it("takes away what a killed one left, and nothing else", async () => {
    const owned = async (pid: number | undefined) => {
      const folder = await mkdtemp(join(tmpdir(), "slipway-demo-"));
      if (pid !== undefined) await writeFile(join(folder, "owner.pid"), String(pid));
      return folder;
    };
    const killed = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const folders = await Promise.all([killed.pid, process.pid, undefined].map(owned));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await removeLeftovers();
    assert.deepEqual(folders.map(existsSync), [false, true, true]);
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it("ends with all that it started and leaves nothing behind when what runs it is ended", async () => {
    const { shell, said } = startDemo();
    await until(() => said().includes("The project is a copy"), "the demo never came up");
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0] ?? assert.fail(said());
    const project = /goes away: (\S+)/.exec(said())?.[1] ?? assert.fail(said());
    const answers = () =>
      fetch(address).then(
        () => true,
        () => false,
      );
    assert.equal(await answers(), true);
    assert.ok(existsSync(join(project, "slipway.yaml")));
    shell.kill("SIGTERM");
    await until(async () => !(await answers()), "the editor still answers");
    await until(() => !existsSync(join(project, "..")), "the folder is still there");
  });
});

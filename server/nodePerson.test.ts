import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodePerson } from "./nodePerson.ts";

describe("a program that is started for its output", () => {
  const { run } = nodePerson({});
  const wanted = new AbortController().signal;
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-person-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is not waited for when it asks for something: nobody is there to answer", async () => {
    const script = 'process.stdin.on("data", () => {}).on("end", () => console.log("nobody"))';
    assert.equal(await run(process.execPath, ["-e", script], wanted), "nobody\n");
  });

  it("is gone when it is not wanted any more, whether it listens or not", async () => {
    const file = join(folder, "pid");
    const script = `
      process.on("SIGTERM", () => {});
      setInterval(() => {}, 1000);
      const { writeFileSync, renameSync } = require("node:fs");
      writeFileSync(process.argv[1] + ".new", String(process.pid));
      renameSync(process.argv[1] + ".new", process.argv[1]);`;
    const giveUp = new AbortController();
    const running = run(process.execPath, ["-e", script, file], giveUp.signal);
    const ended = assert.rejects(running, { name: "AbortError" });
    while (!existsSync(file)) await pause(10);
    giveUp.abort();
    await ended;
    const pid = Number(readFileSync(file, "utf8"));
    const isThere = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    for (let look = 0; isThere() && look < 500; look++) await pause(10);
    const isLeft = isThere();
    if (isLeft) process.kill(pid, "SIGKILL");
    assert.equal(isLeft, false, "it is still there");
  });
});

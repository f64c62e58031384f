import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nodeWorld } from "../nodeWorld.ts";
import { gitOf } from "./git.ts";

describe("git", () => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let folder: string;
  let first: string;
  let second: string;
  let trusted = true;
  const git = gitOf(
    nodeWorld(silent, []),
    () => pathToFileURL(folder).href,
    () => trusted,
  );

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway git "));
    const run = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
    const commit = (): string => {
      run("add", "-A");
      run("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "commit", "-q", "-m", "x");
      return run("rev-parse", "HEAD");
    };
    run("init", "-q");
    run("config", "user.email", "ana@example.com");
    writeFileSync(join(folder, "train.py"), "one\ntwo\n");
    writeFileSync(join(folder, "old name.py"), "x\n");
    first = commit();
    writeFileSync(join(folder, "train.py"), "one\nthree\nfour\n");
    rmSync(join(folder, "old name.py"));
    writeFileSync(join(folder, "neu.py"), "y\nz\n");
    second = commit();
  });

  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    trusted = true;
  });

  it("counts what changed between two commits", async () => {
    assert.deepEqual(await git.codeChange(first, second), { state: "differs", files: 3, added: 4, removed: 2 });
    assert.equal((await git.codeChange(first, first)).state, "same");
  });

  it("lists files, names with spaces too, and reads them at a commit", async () => {
    assert.deepEqual(await git.diffFiles(first, second), [
      { path: "neu.py", status: "added" },
      { path: "old name.py", status: "removed" },
      { path: "train.py", status: "changed" },
    ]);
    assert.equal(await git.fileAt(first, "train.py"), "one\ntwo\n");
    assert.equal(await git.fileAt(first, "neu.py"), "");
  });

  it("lists what became of tracked files on disk since a commit, and where their repository is", async () => {
    const { files, root } = await git.changesSince(first);
    assert.deepEqual(files, await git.diffFiles(first, second));
    assert.equal(realpathSync(root), realpathSync(folder));
    writeFileSync(join(folder, "train.py"), "one\ntwo\n");
    assert.deepEqual(
      (await git.changesSince(first)).files.map(({ path }) => path),
      ["neu.py", "old name.py"],
    );
    writeFileSync(join(folder, "train.py"), "one\nthree\nfour\n");
    await assert.rejects(git.changesSince("0".repeat(40)), /is not in this repository/);
  });

  it("rejects when it cannot read a file, rather than showing an empty one", async () => {
    const world = nodeWorld(silent, []);
    const at = () => pathToFileURL(folder).href;
    const run: NonNullable<typeof world.git> = world.git ?? assert.fail();
    for (const failing of ["ls-tree", "show"]) {
      const half = {
        ...world,
        git: async (where: string, args: readonly string[]) => {
          if (args[0] === failing) throw new Error("out of memory");
          return run(where, args);
        },
      };
      await assert.rejects(gitOf(half, at, () => true).fileAt(first, "train.py"), /out of memory/, failing);
    }
  });

  it("runs four at once at most", async () => {
    let running = 0;
    let most = 0;
    const counting = {
      ...nodeWorld(silent, []),
      git: async () => {
        most = Math.max(most, ++running);
        await new Promise((done) => setTimeout(done, 5));
        running--;
        return "";
      },
    };
    const counted = gitOf(
      counting,
      () => pathToFileURL(folder).href,
      () => true,
    );
    await Promise.all(Array.from({ length: 40 }, () => counted.codeChange(first, second)));
    assert.equal(most, 4);
  });

  it("says why it cannot tell", async () => {
    const absent = "0123456789abcdef0123456789abcdef01234567";
    assert.deepEqual(await git.codeChange(first, absent), { state: "unknown", why: "Commit 0123456 is not in this repository." });
    assert.deepEqual(await git.codeChange(first, ""), { state: "unknown", why: "A run names no commit." });
  });

  it("takes nothing but hashes for commits", async () => {
    assert.equal((await git.codeChange("--output=/tmp/x", first)).state, "unknown");
    assert.equal((await git.codeChange("HEAD", first)).state, "unknown");
  });

  it("starts no process in a workspace that is not trusted", async () => {
    trusted = false;
    assert.deepEqual(await git.codeChange(first, second), { state: "unknown", why: "This workspace is not trusted." });
    assert.equal(await git.userEmail(), "");
  });

  it("knows who the reader is", async () => {
    assert.equal(await git.userEmail(), "ana@example.com");
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nodeFiles } from "../nodeFiles.ts";
import { runGit } from "../nodeGit.ts";
import { type CountingPolicy, countingPolicy } from "./countingPolicy.ts";
import { readLocalPolicy } from "./localPolicy.ts";

const strict = `version: 1
environments:
  dev: {}
  prod: {alias: champion, approvals: 1}
gates:
  prod:
    - commit: clean
    - tag: bias_review
`;
const loose = strict.replace("approvals: 1", "approvals: 0").replace("    - tag: bias_review\n", "");

/** A team's repository: a bare remote, and the clone of somebody who may want to loosen the rules. Real Git, no network. */
class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway policy "));
  readonly remote = join(this.folder, "remote.git");
  readonly clone = join(this.folder, "clone");

  constructor() {
    this.git(this.folder, "init", "-q", "--bare", "-b", "main", this.remote);
    const first = join(this.folder, "first");
    this.git(this.folder, "init", "-q", "-b", "main", first);
    this.commit(first, strict);
    this.git(first, "push", "-q", this.remote, "main");
    this.git(this.folder, "clone", "-q", this.remote, this.clone);
  }

  git(at: string, ...args: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    return execFileSync("git", args, { cwd: at, encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] }).trim();
  }

  commit(at: string, text: string | undefined, file = "slipway.yaml"): string {
    if (text === undefined) this.git(at, "rm", "-q", file);
    else writeFileSync(join(at, file), text);
    this.git(at, "add", "-A");
    this.git(at, "-c", "user.name=Eve", "-c", "user.email=eve@example.com", "commit", "-q", "--allow-empty", "-m", "change");
    return this.git(at, "rev-parse", "HEAD");
  }

  write(text: string): void {
    writeFileSync(join(this.clone, "slipway.yaml"), text);
  }

  /** What counts in a folder, asked as the server asks. */
  async counts(ref = "", at = this.clone): Promise<CountingPolicy> {
    return countingPolicy({
      local: await readLocalPolicy(nodeFiles, pathToFileURL(at).href),
      git: (...args) => runGit(at, args),
      ref,
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function approvals(found: CountingPolicy): number | undefined {
  return found.policy?.environments[1]?.approvals;
}

describe("the policy that counts", () => {
  let team: Clone;
  beforeEach(() => {
    team = new Clone();
  });
  afterEach(() => team.remove());

  it("is the committed one of the remote's default branch, by name and hash", async () => {
    const found = await team.counts();
    assert.equal(approvals(found), 1);
    assert.equal(found.origin?.commit, team.git(team.clone, "rev-parse", "origin/main"));
    assert.match(found.origin?.hash ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual([found.note, found.problem], [undefined, undefined]);
  });

  /** What somebody can do on his own disk; the policy stays the team's, and what is different is said. */
  const attempts: readonly (readonly [string, (team: Clone) => void, RegExp | undefined])[] = [
    ["an edit", (clone) => clone.write(loose), /^slipway\.yaml here differs from main: 1 environment, 1 gate\. Promotions follow main\.$/],
    ["a commit", (clone) => void clone.commit(clone.clone, loose), /differs from main/],
    [
      "a commit on another branch",
      (clone) => {
        clone.git(clone.clone, "switch", "-q", "-c", "mine");
        clone.commit(clone.clone, loose);
      },
      /differs from main/,
    ],
    [
      "taking it out of the index",
      (clone) => {
        clone.git(clone.clone, "rm", "-q", "--cached", "slipway.yaml");
        clone.write(loose);
      },
      /differs from main/,
    ],
    [
      "ignoring it",
      (clone) => {
        clone.git(clone.clone, "rm", "-q", "--cached", "slipway.yaml");
        writeFileSync(join(clone.clone, ".gitignore"), "slipway.yaml\n");
        clone.write(loose);
      },
      /differs from main/,
    ],
    ["deleting it", (clone) => rmSync(join(clone.clone, "slipway.yaml")), /^slipway\.yaml is missing here\. Promotions follow main\.$/],
    ["making it unreadable YAML", (clone) => clone.write("version: [1"), /^Line 1 of slipway\.yaml here: .* Promotions follow main\.$/],
    [
      "a folder in its place",
      (clone) => {
        rmSync(join(clone.clone, "slipway.yaml"));
        mkdirSync(join(clone.clone, "slipway.yaml"));
      },
      /cannot be read/,
    ],
    [
      "assume-unchanged",
      (clone) => {
        clone.git(clone.clone, "update-index", "--assume-unchanged", "slipway.yaml");
        clone.write(loose);
      },
      /differs from main/,
    ],
    [
      "a detached HEAD",
      (clone) => {
        clone.commit(clone.clone, loose);
        clone.git(clone.clone, "checkout", "-q", "--detach");
      },
      /differs from main/,
    ],
    ["other comments and line ends", (clone) => clone.write(`# mine\r\n${strict.replaceAll("\n", "\r\n")}`), undefined],
  ];
  for (const [what, attempt, note] of attempts) {
    it(`is not changed by ${what}`, async () => {
      attempt(team);
      const found = await team.counts();
      assert.equal(approvals(found), 1);
      assert.equal(found.policy?.gates["prod"]?.length, 2);
      if (note === undefined) assert.equal(found.note, undefined);
      else assert.match(found.note ?? "", note);
    });
  }

  it("moves with the branch", async () => {
    const other = join(team.folder, "other");
    team.git(team.folder, "clone", "-q", team.remote, other);
    const commit = team.commit(other, loose);
    team.git(other, "push", "-q", "origin", "main");
    assert.equal(approvals(await team.counts()), 1);
    team.git(team.clone, "fetch", "-q");
    const found = await team.counts();
    assert.deepEqual([approvals(found), found.origin?.commit], [0, commit]);
  });

  it("is of the branch that the setting names; one that this clone does not have is a problem", async () => {
    team.git(team.clone, "switch", "-q", "-c", "release");
    team.commit(team.clone, loose);
    const found = await team.counts("release");
    assert.deepEqual([approvals(found), found.note], [0, undefined]);
    const missing = await team.counts("nowhere");
    assert.equal(missing.policy, undefined);
    assert.match(missing.problem ?? "", /slipway\.policyRef names nowhere/);
    assert.match((await team.counts("--upload-pack=touch x")).problem ?? "", /does not have/);
  });

  it("is HEAD's where there is no remote, and the file's where Git keeps none", async () => {
    const alone = join(team.folder, "first");
    writeFileSync(join(alone, "slipway.yaml"), loose);
    const found = await team.counts("", alone);
    assert.equal(approvals(found), 1);
    assert.match(found.note ?? "", /differs from main/);
    const plain = join(team.folder, "plain");
    mkdirSync(plain);
    writeFileSync(join(plain, "slipway.yaml"), loose);
    const file = await team.counts("", plain);
    assert.deepEqual(
      [approvals(file), file.origin?.commit, file.note],
      [0, "", "Git does not keep slipway.yaml, so the file on this disk counts."],
    );
    team.git(plain, "init", "-q", "-b", "main");
    assert.equal(approvals(await team.counts("", plain)), 0, "a repository without a commit");
  });

  it("is the file's where the branch has none yet, and that is said", async () => {
    const found = await team.counts("", await folderWithout(team));
    assert.deepEqual([approvals(found), found.origin?.commit], [0, ""]);
    assert.equal(found.note, "slipway.yaml is not on main yet, so the file on this disk counts.");
  });

  async function folderWithout(clone: Clone): Promise<string> {
    const below = join(clone.clone, "sub folder");
    mkdirSync(below);
    writeFileSync(join(below, "slipway.yaml"), loose);
    return below;
  }

  it("is found in a folder below the repository's root", async () => {
    const below = await folderWithout(team);
    team.commit(team.clone, loose, "sub folder/slipway.yaml");
    writeFileSync(join(below, "slipway.yaml"), strict);
    const found = await team.counts("HEAD", below);
    assert.equal(approvals(found), 0);
    assert.match(found.note ?? "", /differs from main: 1 environment, 1 gate/);
  });

  it("cannot be used when the committed one has an error, whatever stands here; a silenced error is one", async () => {
    team.commit(
      team.clone,
      strict.replace("approvals: 1", "aprovals: 1").replace(/aprovals.*$/m, "$& # slipway-ignore policy-unknown-key"),
    );
    team.write(strict);
    const found = await team.counts("HEAD");
    assert.equal(found.policy, undefined);
    assert.match(found.problem ?? "", /^Line 4 of slipway\.yaml on main: `aprovals`.* A comment silences this problem/);
  });

  it("is not asked of Git where Git may not be asked", async () => {
    const local = { text: loose };
    assert.equal(approvals(await countingPolicy({ local, ref: "" })), 0);
    const unreadable = await countingPolicy({ local: { why: "it is a folder" }, ref: "" });
    assert.equal(unreadable.problem, "slipway.yaml cannot be read: it is a folder.");
    assert.deepEqual(await countingPolicy({ local: undefined, ref: "" }), {});
  });

  it("tells old decisions on it from decisions on something else", async () => {
    const first = await team.counts();
    const old = first.origin ?? assert.fail();
    const signal = new AbortController().signal;
    const mine = team.commit(team.clone, loose);
    const loosened = (await team.counts("HEAD")).origin ?? assert.fail();
    const found = await team.counts();
    const verdict = (commit: string, hash: string) => found.judge?.({ commit, hash }, signal);
    assert.equal(await verdict(old.commit, old.hash), "committed");
    assert.equal(await verdict(mine, loosened.hash), "notCommitted", "on a branch that is not the agreed one");
    assert.equal(await verdict(old.commit, loosened.hash), "notCommitted", "another text than that commit has");
    assert.equal(await verdict("", old.hash), "notCommitted", "the file itself, though Git keeps the policy");
    assert.equal(await verdict("0".repeat(40), old.hash), "unknown", "a commit that this clone does not have");
    assert.equal(await verdict("--output=x", old.hash), "unknown");
  });

  it("judges in a shallow clone what it has", async () => {
    const before = (await team.counts()).origin ?? assert.fail();
    team.commit(team.clone, strict.replace("bias_review", "fairness"));
    team.git(team.clone, "push", "-q", "origin", "main");
    const shallow = join(team.folder, "shallow");
    team.git(team.folder, "clone", "-q", "--depth", "1", pathToFileURL(team.remote).href, shallow);
    const found = await team.counts("", shallow);
    assert.equal(found.policy?.gates["prod"]?.length, 2);
    assert.equal(await found.judge?.(before, new AbortController().signal), "unknown");
  });
});

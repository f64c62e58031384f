import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slipway } from "./run.ts";
import { sampleCopy } from "./sampleCopy.ts";

const broken = ["version: 1", "environments:", "  dev: {}", "  prod:", "    alias: champion", "    approvals: many", ""].join("\n");

describe("slipway check", () => {
  const sample = sampleCopy();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-check-"));
    await mkdir(join(folder, "team a"));
    await writeFile(join(folder, "team a/slipway.yaml"), broken);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("ends with 0 on the sample, with its registry at hand", async () => {
    const ended = await slipway(["check"], { cwd: sample() });
    assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status: 0, stdout: "" });
    assert.equal(ended.stderr, "5 files, 0 problems, 0 errors\n");
  });

  it("looks at a Python file that is named, and leaves those of a folder alone", async () => {
    await writeFile(join(sample(), "predict.py"), 'load("models:/fraud-scorer@champoin")\nload("models:/churn-ranker/Production")\n');
    try {
      assert.match((await slipway(["check"], { cwd: sample() })).stderr, /^5 files, 0 problems/);
      const { status, stdout, stderr } = await slipway(["check", "predict.py"], { cwd: sample() });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: "1 file, 2 problems, 0 errors\n" });
      assert.match(
        stdout,
        /^predict\.py:1:28: warning: `fraud-scorer` has no alias `champoin`\. Did you mean `champion`\? \[uri-unknown-alias\]$/m,
      );
      assert.match(
        stdout,
        /^predict\.py:2:28: information: MLflow has deprecated stages\. Write `@champion`, which means the same version now\. \[uri-stage\]$/m,
      );
    } finally {
      await rm(join(sample(), "predict.py"));
    }
  });

  it("ends with 1 on an error and prints a place that a terminal can open", async () => {
    const { status, stdout } = await slipway(["check", "--registry", "none"], { cwd: folder });
    assert.equal(status, 1);
    const [head, ...frame] = stdout.split("\n");
    assert.match(head ?? "", /^team a\/slipway\.yaml:6:16: error: .*approvals.* \[policy-wrong-type\]$/);
    assert.deepEqual(frame, ["  5 |     alias: champion", "  6 |     approvals: many", "    |                ^^^^", ""]);
  });

  it("prints the documented JSON alone, with zero-based ranges", async () => {
    const { stdout } = await slipway(["check", "--format", "json", "--registry", "none"], { cwd: folder });
    const report = JSON.parse(stdout);
    assert.deepEqual(Object.keys(report), ["version", "files", "problems"]);
    const { message, url, ...problem } = report.problems[0];
    assert.deepEqual(problem, {
      file: "team a/slipway.yaml",
      format: "slipway.yaml",
      code: "policy-wrong-type",
      severity: "error",
      range: { start: { line: 5, character: 15 }, end: { line: 5, character: 19 } },
    });
    assert.match(message, /approvals/);
    assert.match(url, /^https:\/\/.*policy-wrong-type/);
  });

  it("prints SARIF 2.1.0 with one-based regions and encoded paths", async () => {
    const { stdout } = await slipway(["check", "--format", "sarif", "--registry", "none"], { cwd: folder });
    const sarif = JSON.parse(stdout);
    assert.equal(sarif.version, "2.1.0");
    const [run] = sarif.runs;
    assert.deepEqual(
      run.tool.driver.rules.map((rule: { id: string }) => rule.id),
      ["policy-wrong-type"],
    );
    const [result] = run.results;
    assert.equal(result.level, "error");
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.deepEqual(artifactLocation, { uri: "team%20a/slipway.yaml" });
    assert.deepEqual(region, { startLine: 6, startColumn: 16, endLine: 6, endColumn: 20 });
  });

  it("prints annotations for GitHub", async () => {
    const { stdout } = await slipway(["check", "--format", "github", "--registry", "none"], { cwd: folder });
    assert.match(stdout, /^::error file=team a\/slipway\.yaml,line=6,endLine=6,col=16,endColumn=20,title=policy-wrong-type::/);
  });

  it("asks the registry about names in the policy", async () => {
    const policy = [
      "version: 1",
      "environments: {dev: {}, prod: {alias: champion}}",
      "models:",
      "  churn-ranker:",
      "    gates: {prod: [{metric: ndcg_at10, min: 0.4}]}",
    ];
    await writeFile(join(folder, "team a/slipway.yaml"), policy.join("\n"));
    const registry = `sqlite:///${join(sample(), "mlflow.db")}`;
    const asked = await slipway(["check", "--registry", registry], { cwd: folder });
    assert.match(asked.stdout, /ndcg_at10/);
    const silent = await slipway(["check", "--registry", "none"], { cwd: folder });
    assert.doesNotMatch(silent.stdout, /ndcg_at10/);
  });

  it("takes paths from the folder that npm was called in", async () => {
    const { status, stdout } = await slipway(["check", "team a", "--registry", "none"], { cwd: sample(), env: { INIT_CWD: folder } });
    assert.equal(status, 1);
    assert.match(stdout, /^team a\/slipway\.yaml:/);
  });

  for (const [what, args] of [
    ["a path that is not there", ["check", "nowhere"]],
    ["a file of no known format", ["check", "notes.txt"]],
    ["a registry that was named and does not answer", ["check", "--registry", "sqlite:///nowhere/mlflow.db"]],
    ["a format that does not exist", ["check", "--format", "xml"]],
    ["an unknown command", ["chekc"]],
  ] as const) {
    it(`ends with 2, a sentence and no stack on ${what}`, async () => {
      await writeFile(join(folder, "notes.txt"), "hello");
      const { status, stdout, stderr } = await slipway(args, { cwd: folder });
      assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
      assert.notEqual(stderr.trim(), "");
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it("goes on without a registry that was only found and is broken", async () => {
    await writeFile(join(folder, "mlflow.db"), "this is not SQLite");
    const { status, stdout } = await slipway(["check"], { cwd: folder });
    assert.equal(status, 1);
    assert.match(stdout, /policy-wrong-type/);
  });
});

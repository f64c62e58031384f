import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv from "ajv-draft-04";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver";
import { parse } from "yaml";
import { LspClient } from "../lsp/client.ts";
import { slipway } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const wrong = "stages:\n  train:\n    comand: x\n    cmd: x\n";
const right = "stages:\n  train:\n    cmd: x\n";
const hostile = 'stages:\n  "a\\u001b[31m % :: \u2028 💥":\n    cmd: x\n    outs: [a b, "ü/%41.csv"]\n    dep: [x]\n';

describe("slipway check in CI", function () {
  this.timeout(120_000);
  let folder: string;
  const write = async (name: string, text: string) => {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
  const filesOf = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await slipway(["check", "--registry", "none", "--format", "json", ...args], { cwd: folder });
    return [...new Set((JSON.parse(stdout) as { problems: { file: string }[] }).problems.map(({ file }) => file))].sort();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-ci-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("prints what the schema of SARIF 2.1.0 takes, whatever stands in names and texts", async () => {
    await write("dvc.yaml", hostile);
    await write("team ü %/a#b/dvc.yaml", wrong);
    await write("MLproject", "");
    const file = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
      JSON.parse(readFileSync(file, "utf8")) as object,
    );
    for (const paths of [["."], ["dvc.yaml"]]) {
      const { stdout, status } = await slipway(["check", "--registry", "none", "--format", "sarif", ...paths], { cwd: folder });
      const log = JSON.parse(stdout) as {
        runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
      };
      assert.equal(status, 1);
      assert.ok(validate(log), JSON.stringify(validate.errors));
      for (const { locations } of log.runs[0]?.results ?? []) {
        const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? "";
        assert.ok(existsSync(new URL(uri, pathToFileURL(`${folder}/`))), uri);
      }
    }
    await write("dvc.yaml", right);
    const { stdout } = await slipway(["check", "--registry", "none", "--format", "sarif", "dvc.yaml"], { cwd: folder });
    assert.ok(validate(JSON.parse(stdout)), "also where nothing is wrong");
  });

  it("underlines what is meant, in one line for each, and prints nothing that a terminal obeys", async () => {
    await write("dvc.yaml", `${hostile}\tx: 1\n`);
    await write("long/dvc.yaml", `stages: {train: {cmd: ${"x".repeat(300)}, comand: y}}\n`);
    const { stdout } = await slipway(["check", "--registry", "none"], { cwd: folder });
    assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
    assert.match(stdout, /^ {2}1 \| ….*comand: y\}\}\n {4}\| +\^{6}$/m);
    assert.ok(stdout.split("\n").every((line) => line.length < 300 || line.includes("error:")));
  });

  it("leaves out what .slipwayignore names, folders and single files, where it stands and below", async () => {
    for (const name of ["a/dvc.yaml", "b/dvc.yaml", "b/keep/dvc.yaml", "c/old/dvc.yaml"]) await write(name, wrong);
    assert.deepEqual(await filesOf(), ["a/dvc.yaml", "b/dvc.yaml", "b/keep/dvc.yaml", "c/old/dvc.yaml"]);
    await write(".slipwayignore", "# not ours\nb/*\n!b/keep\nold/\n");
    assert.deepEqual(await filesOf(), ["a/dvc.yaml", "b/keep/dvc.yaml"]);
    await write("a/.slipwayignore", "dvc.yaml\n");
    assert.deepEqual(await filesOf(), ["b/keep/dvc.yaml"]);
    assert.deepEqual(await filesOf("a/dvc.yaml"), ["a/dvc.yaml"], "what is named is checked");
  });

  it("looks at what changed since a revision only, with what rests on it", async () => {
    git("init", "--quiet");
    for (const name of ["old/dvc.yaml", "edited/dvc.yaml"]) await write(name, wrong);
    await write("values/dvc.yaml", `vars: [my.yaml]\n${right.replace("cmd: x", `cmd: x $${"{lr}"}`)}`);
    await write("values/my.yaml", "lr: 1\n");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    assert.deepEqual(await filesOf("--changed-since", "HEAD"), []);
    await write("edited/dvc.yaml", `${wrong}# more\n`);
    await write("values/my.yaml", "rate: 1\n");
    await write("new one/dvc.yaml", wrong);
    assert.deepEqual(await filesOf("--changed-since", "HEAD"), ["edited/dvc.yaml", "new one/dvc.yaml", "values/dvc.yaml"]);
    git("checkout", "--quiet", "-b", "work");
    git("add", ".");
    git("commit", "--quiet", "-m", "second");
    assert.deepEqual(await filesOf("--changed-since", "main"), ["edited/dvc.yaml", "new one/dvc.yaml", "values/dvc.yaml"]);
    for (const revision of ["no-such", "--output=x", "HEAD; touch x"]) {
      const ended = await slipway(["check", "--registry", "none", `--changed-since=${revision}`], { cwd: folder });
      assert.equal(ended.status, 2, ended.stderr);
      assert.match(ended.stderr, /Git does not know what changed since/);
    }
    assert.equal(existsSync(join(folder, "x")), false);
  });

  it("is what the pre-commit hook and the GitHub Action run", async () => {
    const [hook] = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as {
      entry: string;
      files: string;
      pass_filenames: boolean;
    }[];
    assert.ok(hook);
    for (const name of [
      "dvc.yaml",
      "a/dvc.yaml",
      "MLproject",
      "x/MLmodel",
      "slipway.yaml",
      "data.csv.dvc",
      "params.yaml",
      ".slipwayignore",
    ]) {
      assert.match(name, new RegExp(hook.files));
    }
    assert.doesNotMatch("src/train.py", new RegExp(hook.files));
    assert.equal(hook.pass_filenames, false);
    const workflow = parse(readFileSync(join(root, "examples/ci/github-action.yml"), "utf8")) as {
      jobs: { check: { steps: { run?: string }[] } };
    };
    const commands = [hook.entry, ...workflow.jobs.check.steps.flatMap(({ run = "" }) => run.split("\n"))].filter((line) =>
      /\bslipway check\b/.test(line),
    );
    assert.ok(commands.length >= 3);
    git("init", "--quiet");
    await write("dvc.yaml", right);
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    for (const [text, status] of [
      [right, 0],
      [wrong, 1],
    ] as const) {
      await write("dvc.yaml", text);
      for (const command of commands) assert.equal(runAsWritten(command, folder), status, command);
    }
    assert.ok(existsSync(join(folder, "slipway.sarif")), "what is uploaded is there");
  });

  it("says of other people's repositories what the editor says", async function () {
    const corpus = join(process.env["SLIPWAY_CORPUS"] ?? "", "repos");
    if (process.env["SLIPWAY_CORPUS"] === undefined || !existsSync(corpus)) {
      console.log("    skipped: SLIPWAY_CORPUS names no files of other people");
      return this.skip();
    }
    const { stdout } = await slipway(["check", "--registry", "none", "--format", "json"], { cwd: corpus });
    const inCi = (JSON.parse(stdout) as { problems: Said[] }).problems.map(inWords).sort();
    const client = await LspClient.start(corpus, { trusted: true });
    const report = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
    await client.stop();
    const severities = ["", "error", "warning", "information", "hint"];
    const inEditor = report.items.flatMap((item) =>
      (item.kind === "full" ? item.items : []).map(({ code, message, range, severity = 1 }) =>
        inWords({
          file: decodeURIComponent(item.uri.slice(pathToFileURL(corpus).href.length + 1)),
          code: String(code),
          message: String(message),
          range,
          severity: severities[severity] ?? "",
        }),
      ),
    );
    assert.ok(inCi.length > 10);
    assert.deepEqual(inEditor.sort(), inCi);
  });
});

interface Said {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly severity: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

function inWords({ file, code, message, severity, range: { start } }: Said): string {
  return `${file}:${start.line}:${start.character} ${severity} ${code} ${message}`;
}

/** As a shell of CI runs a line, `slipway` being this checkout's. */
function runAsWritten(command: string, cwd: string): number | null {
  const own = `"${process.execPath}" "${join(root, "cli/main.ts")}"`;
  const line = command.replace(/(?:npx (?:--yes )?)?\bslipway check\b/, `${own} check`);
  // npm, which may run this, says where it was called; the commands are called in `cwd`.
  const { INIT_CWD: _, ...environment } = process.env;
  const { status } = spawnSync("bash", ["-c", line], { cwd, encoding: "utf8", env: { ...environment, GITHUB_BASE_REF: "main" } });
  return status;
}

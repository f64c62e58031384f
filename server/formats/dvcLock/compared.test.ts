import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { FileHashes } from "../../dvc/status/hashes.ts";
import { type StatusLooks, usualLimits } from "../../dvc/status/looks.ts";
import { nodeFiles } from "../../nodeFiles.ts";
import { noProject, type Project } from "../../rules/rule.ts";
import { comparedInLock } from "./compared.ts";
import { readDvcLock } from "./model.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const folderList = `[{"md5": "${md5("a")}", "relpath": "x.csv"}, {"md5": "${md5("b")}", "relpath": "y.csv"}]`;
const pipeline = `stages:
  train:
    wdir: work
    cmd: train \${lr}
    deps: [raw, lib.py]
    params: [lr, {conf.json: }]
    outs: [{model.pkl: {cache: false}}, kept.bin]
`;
const lock = `schema: '2.0'
stages:
  train:
    cmd: train 0.1
    deps:
    - path: raw
      hash: md5
      md5: ${md5(folderList)}.dir
      size: 1234567
      nfiles: 2
    - path: lib.py
      hash: md5
      md5: ${md5("lib")}
      size: 3
    params:
      conf.json:
        a.b: 1
        list: [1, 2]
      params.yaml:
        lr: 0.1
    outs:
    - {path: model.pkl, hash: md5, md5: ${md5("model")}, size: 5}
    - {path: kept.bin, hash: md5, md5: ${md5("kept")}, size: 4}
    - path: s3://bucket/x
      etag: abc
  gone:
    cmd: gone
`;

describe("what a dvc.lock noted", () => {
  let folder: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-noted-"));
    const kept = md5("kept");
    const files = { "raw/x.csv": "a", "raw/y.csv": "b", "lib.py": "lib", "model.pkl": "model", "kept.bin": "kept" };
    for (const [path, text] of Object.entries(files)) write(`work/${path}`, text);
    write("work/params.yaml", "lr: 0.1\n");
    write("work/conf.json", '{"a.b": 1, "list": [1, 2]}');
    write(`.dvc/cache/files/md5/${kept.slice(0, 2)}/${kept.slice(2)}`, "kept");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** What hover says at a text, its paragraphs joined. */
  async function said(at: string, { dvcYaml = pipeline, isTrusted = true } = {}): Promise<string | undefined> {
    const top = pathToFileURL(folder).href;
    const texts: Record<string, string> = { "dvc.yaml": dvcYaml, "params.yaml": "lr: 0.1\n" };
    const project: Project = {
      ...noProject,
      read: (path, read) => (texts[path] === undefined ? { kind: "missing" } : { kind: "read", data: read(texts[path], path) }),
    };
    const looks: StatusLooks = {
      ...{ files: nodeFiles, hashes: new FileHashes(nodeFiles), limits: usualLimits, signal: new AbortController().signal },
      async text(uri) {
        const found = await nodeFiles.stat(uri);
        return found === undefined ? { kind: "missing" } : { kind: "read", data: await nodeFiles.readText(uri) };
      },
      top: async () => top,
    };
    const offset = lock.indexOf(at) + 1;
    const found = await comparedInLock(readDvcLock(lock), `${top}/dvc.lock`, offset, project, isTrusted ? looks : undefined);
    return found?.text.replaceAll("\n\n", " | ");
  }

  it("of data is how much it was and how it stands now, from the folder of its stage", async () => {
    const raw = `**raw** · dependency of \`train\` when it was last run | 1.23 MB · 2 files · MD5 \`${md5(folderList)}.dir\` | `;
    assert.equal(await said("raw\n"), `${raw}On disk: the same.`);
    write("work/raw/y.csv", "c");
    assert.equal(await said("raw\n"), `${raw}On disk: changed.`);
    rmSync(join(folder, "work/lib.py"));
    assert.match((await said("lib.py\n")) ?? "", /3 B · MD5 .* \| On disk: missing\.$/);
    assert.match((await said("model.pkl")) ?? "", /^\*\*model\\\.pkl\*\* · output of `train` .*On disk: the same\.$/);
    assert.match((await said("kept.bin")) ?? "", /On disk: the same\.$/);
    rmSync(join(folder, ".dvc/cache"), { recursive: true });
    assert.match((await said("kept.bin")) ?? "", /DVC's cache does not have it\.$/);
    assert.match((await said("s3://")) ?? "", /etag `abc`$/);
  });

  it("of a parameter is its value then and now, by its path or, of a whole file, by its key", async () => {
    const lr = "**lr** · parameter of `train`, in `params.yaml` | When it was last run: `0.1`.";
    assert.equal(await said("lr: 0.1"), `${lr} Now: the same.`);
    write("work/params.yaml", "lr: 0.25\n");
    assert.equal(await said("lr: 0.1"), `${lr} Now: \`0.25\`.`);
    rmSync(join(folder, "work/params.yaml"));
    assert.equal(await said("lr: 0.1"), `${lr} Now: not there.`);
    assert.match((await said("a.b")) ?? "", /When it was last run: `1`\. Now: the same\.$/);
    assert.match((await said("list:")) ?? "", /`a list of 2`\. Now: the same\.$/);
  });

  it("of a command and a stage is how the dvc.yaml has them now", async () => {
    assert.match((await said("train 0.1")) ?? "", /The same in `dvc\.yaml`\.$/);
    const dvcYaml = pipeline.replace("cmd: train", "cmd: fit");
    assert.match((await said("train 0.1", { dvcYaml })) ?? "", /Changed: `dvc\.yaml` now has `fit 0\.1`\.$/);
    assert.match((await said("train:", { dvcYaml })) ?? "", /last run with \| changed: command$/);
    assert.match((await said("gone:")) ?? "", /`dvc\.yaml` has no such stage\.$/);
  });

  it("is not compared where files are not looked at, or the dvc.yaml cannot be read", async () => {
    assert.doesNotMatch((await said("lib.py\n", { isTrusted: false })) ?? "On disk", /On disk/);
    assert.doesNotMatch((await said("lr: 0.1", { isTrusted: false })) ?? "Now", /Now/);
    assert.doesNotMatch((await said("lib.py\n", { dvcYaml: "stages: [" })) ?? "On disk", /On disk/);
    assert.equal(await said("gone:", { dvcYaml: "stages: [" }), undefined);
    assert.equal(await said("hash:"), undefined, "a key says what it is");
  });
});

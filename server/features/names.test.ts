import assert from "node:assert/strict";
import type { Location, WorkspaceEdit } from "vscode-languageserver";
import { Lines, type Position } from "../formats/text.ts";
import { Disk, top } from "../workspace/testDisk.ts";
import { provideDefinition, provideHighlights, provideReferences } from "./provideReferences.ts";
import { prepareRename, provideRename } from "./provideRename.ts";

const pipeline = `vars:
  - conf.json:seed
  - home: data
stages:
  prepare:
    cmd: python prepare.py \${seed} \${train.lr}
    deps: [raw.csv]
    params: [train.lr]
    outs: ["\${home}/clean"]
  train:
    matrix:
      depth: [1, 2]
    cmd: python train.py \${train.lr} \${item.depth}
    deps: [data/clean/part.csv]
    outs: ["models/\${item.depth}"]
`;
const project = {
  ".dvc/config": "",
  "dvc.yaml": pipeline,
  "params.yaml": "train:\n  lr: 0.1\n  epochs: 3\n",
  "conf.json": '{"seed": 7, "other": 1}\n',
  "raw.csv.dvc": "outs:\n- md5: 1e8fbb6e58a4de8a8e6bdcb0b8a0db4a\n  path: raw.csv\n",
  "dvc.lock":
    "schema: '2.0'\nstages:\n  prepare:\n    cmd: x\n    params:\n      params.yaml:\n        train.lr: 0.1\n  train@1:\n    cmd: x\n",
  "sub/dvc.yaml": "stages:\n  report:\n    cmd: report\n    deps: [../models/1]\n",
};

/** In the middle of the n-th time that some text stands in a file. */
function at(texts: Record<string, string>, path: string, words: string, time = 1): { readonly uri: string; readonly position: Position } {
  const text = texts[path] ?? assert.fail(`there is no ${path}`);
  let start = -1;
  for (let each = 0; each < time; each++) start = text.indexOf(words, start + 1);
  assert.ok(start >= 0, `${words} in ${path}`);
  return { uri: `${top}/${path}`, position: new Lines(text).position(start + Math.floor(words.length / 2)) };
}

/** `file:line text`, with the text that the range lies on. */
function shown(texts: Record<string, string>, locations: readonly Location[]): string[] {
  return locations
    .map(({ uri, range }) => {
      const path = uri.slice(top.length + 1);
      const lines = new Lines(texts[path] ?? "");
      return `${path}:${range.start.line + 1} ${lines.text.slice(lines.offset(range.start), lines.offset(range.end))}`;
    })
    .sort();
}

function edited(texts: Record<string, string>, { changes = {} }: WorkspaceEdit): Record<string, string> {
  const after = { ...texts };
  for (const [uri, edits] of Object.entries(changes)) {
    const path = uri.slice(top.length + 1);
    const lines = new Lines(texts[path] ?? "");
    after[path] = edits
      .toSorted((left, right) => lines.offset(right.range.start) - lines.offset(left.range.start))
      .reduce(
        (text, { range, newText }) => text.slice(0, lines.offset(range.start)) + newText + text.slice(lines.offset(range.end)),
        lines.text,
      );
  }
  return after;
}

describe("names of a DVC project", () => {
  const disk = new Disk(project);
  const { names } = disk.checks;
  const definition = async (path: string, words: string, time?: number) => {
    const { uri, position } = at(project, path, words, time);
    return shown(project, await provideDefinition(names, uri, position));
  };
  const references = async (path: string, words: string, time?: number) => {
    const { uri, position } = at(project, path, words, time);
    return shown(project, await provideReferences(names, uri, position, true));
  };

  it("lead to where they are declared", async () => {
    assert.deepEqual(await definition("dvc.yaml", "lr}"), ["params.yaml:2 lr"]);
    assert.deepEqual(await definition("dvc.yaml", "train.l"), ["params.yaml:1 train"]);
    assert.deepEqual(await definition("dvc.yaml", "seed}"), ["conf.json:1 seed"]);
    assert.deepEqual(await definition("dvc.yaml", "home}"), ["dvc.yaml:3 home"]);
    assert.deepEqual(await definition("dvc.yaml", "depth}"), ["dvc.yaml:12 depth"]);
    assert.deepEqual(await definition("dvc.yaml", "item"), ["dvc.yaml:11 matrix"]);
    assert.deepEqual(await definition("dvc.lock", "prepare"), ["dvc.yaml:5 prepare"]);
    assert.deepEqual(await definition("dvc.lock", "train@"), ["dvc.yaml:10 train"]);
  });

  it("lead from what a stage reads to what makes it, in any file", async () => {
    assert.deepEqual(await definition("dvc.yaml", "raw.csv"), ["raw.csv.dvc:3 raw.csv"]);
    // The range of what a template makes is that of the template.
    assert.deepEqual((await definition("dvc.yaml", "data/clean/part.csv")).length, 1);
    assert.deepEqual((await definition("sub/dvc.yaml", "../models/1")).length, 1);
  });

  it("are found from their declaration, params files among them", async () => {
    const lr = ["dvc.lock:7 lr", "dvc.yaml:13 lr", "dvc.yaml:6 lr", "dvc.yaml:8 lr", "params.yaml:2 lr"];
    assert.deepEqual(await references("params.yaml", "lr"), lr);
    assert.deepEqual(await references("dvc.yaml", "lr]"), lr);
    assert.deepEqual(await references("conf.json", "seed"), ["conf.json:1 seed", "dvc.yaml:2 seed", "dvc.yaml:6 seed"]);
  });

  it("are marked in the file that is looked at alone", async () => {
    const { uri, position } = at(project, "dvc.yaml", "seed}");
    assert.deepEqual((await provideHighlights(names, uri, position)).map(({ range }) => range.start.line + 1).sort(), [2, 6]);
  });

  it("follow what stands in the editor", async () => {
    const typing = new Disk({ ...project });
    const text = project["params.yaml"].replace("train:", "# new\ntrain:");
    typing.edit("params.yaml", text);
    const { uri, position } = at(project, "dvc.yaml", "lr}");
    const found = await provideDefinition(typing.checks.names, uri, position);
    assert.deepEqual(shown({ ...project, "params.yaml": text }, found), ["params.yaml:3 lr"]);
  });
});

describe("a rename", () => {
  const renamed = async (texts: Record<string, string>, path: string, words: string, name: string, time?: number) => {
    const { uri, position } = at(texts, path, words, time);
    const disk = new Disk(texts);
    disk.edit(path, texts[path] ?? "");
    return edited(texts, await provideRename(disk.checks.names, uri, position, name));
  };
  const refused = async (texts: Record<string, string>, path: string, words: string, name: string, why: RegExp) =>
    assert.rejects(renamed(texts, path, words, name), why);

  it("of a param changes every file that names it", async () => {
    const after = await renamed(project, "dvc.yaml", "lr}", "rate");
    assert.equal(after["params.yaml"], "train:\n  rate: 0.1\n  epochs: 3\n");
    assert.equal(after["dvc.yaml"], pipeline.replaceAll("train.lr", "train.rate"));
    assert.match(after["dvc.lock"] ?? "", /train\.rate: 0\.1/);
    assert.equal((await renamed(project, "conf.json", "seed", "salt"))["conf.json"], '{"salt": 7, "other": 1}\n');
  });

  it("of a stage keeps what is known of its last run", async () => {
    const after = await renamed(project, "dvc.yaml", "  train:", "fit");
    assert.match(after["dvc.yaml"] ?? "", /^ {2}fit:$/m);
    assert.match(after["dvc.lock"] ?? "", /^ {2}fit@1:$/m);
  });

  it("is refused with the reason", async () => {
    await refused(project, "params.yaml", "lr", "epochs", /There is a parameter `epochs` already\./);
    await refused(project, "dvc.yaml", "prepare", "train", /There is a stage `train` already\./);
    await refused(project, "dvc.yaml", "prepare", "a b", /The name of a stage has/);
    await refused(project, "params.yaml", "lr", "a.b", /A name in a params file has/);
    await refused(project, "dvc.yaml", "item", "thing", /DVC gives `item` its name\./);
    await refused(project, "dvc.yaml", "raw.csv", "other.csv", /It is a path\./);
    await refused(project, "dvc.yaml", "cmd", "command", /Nothing here has a name/);
    // As options of a command its names are what is run.
    const asOptions = { ...project, "dvc.yaml": pipeline.replace("prepare.py", "prepare.py $" + "{train}") };
    await refused(asOptions, "params.yaml", "lr", "rate", /`dvc\.yaml` would mean something else with this name\./);
    const broken = { ...project, "dvc.yaml": pipeline.replace("train.py", "train.py $" + "{nothing.lr}") };
    await refused(broken, "params.yaml", "lr", "rate", /cannot be told|has problems/);
  });

  it("of what MLproject and slipway.yaml declare stays in the file", async () => {
    const texts = {
      MLproject: 'entry_points:\n  main:\n    parameters: {lr: float, n: float}\n    command: "run {lr}"\n',
      "slipway.yaml": "version: 1\nenvironments:\n  dev:\n  prod: {alias: champion}\ngates:\n  prod:\n    - metric: auc\n      min: 1\n",
    };
    assert.match((await renamed(texts, "MLproject", "{lr}", "rate"))["MLproject"] ?? "", /\{rate: float, n: float\}\n.*"run \{rate\}"/);
    await refused(texts, "MLproject", "{lr}", "n", /There is a parameter `n` already\./);
    await refused(texts, "MLproject", "main", "other", /`main` is what/);
    assert.match((await renamed(texts, "slipway.yaml", "prod", "live"))["slipway.yaml"] ?? "", /live: \{alias[\s\S]*\n {2}live:\n/);
  });

  it("begins with the name that stands there", async () => {
    const { uri, position } = at(project, "dvc.yaml", "lr}");
    assert.equal((await prepareRename(new Disk(project).checks.names, uri, position)).placeholder, "lr");
  });
});

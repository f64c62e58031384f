import assert from "node:assert/strict";
import type { CompletionItem } from "vscode-languageserver";
import { Lines } from "../formats/text.ts";
import { noFacts } from "../rules/rule.ts";
import { Disk, top } from "../workspace/testDisk.ts";
import { lookUp } from "./lookUp.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { accepted } from "./testCompletion.ts";
import { typingAt } from "./typing.ts";

/** A repository around the file that is typed in. */
const files = {
  ".dvc/config": "",
  ".git/config": "",
  ".gitignore": "",
  ".env": "",
  "data/raw.csv.dvc": "outs:\n- path: raw.csv\n",
  "data/notes.md": "",
  "data/clean/part.csv": "",
  "models/old.pkl": "",
  "src/train.py": "",
  [`src/\${x}.py`]: "",
  "src/it's #1.py": "",
  "venv/x": "",
  "report/dvc.yaml": "stages:\n  report:\n    cmd: r\n    outs: [page.html]\n",
  "report/look.css": "",
  "metrics.json": "",
  "params.yaml": "seed: 1\ntrain:\n  lr: 0.1\n  layers: [1, 2]\n",
  "conf/other.toml": "depth = 4\n",
  "params.json": '{"a": {"b": true}}',
  "settings.py": "x = 1\n",
  "config.py": "class Train:\n    epochs = 3\n",
};

const start = "stages:\n  prepare:\n    cmd: p\n    deps: [data/raw.csv]\n    outs: [data/clean]\n  train:\n    cmd: t\n";

async function offersIn(disk: Disk, path: string, marked: string, snippets = false): Promise<readonly CompletionItem[]> {
  const offset = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  disk.edit(path, text);
  const document = disk.checks.open(`${top}/${path}`) ?? assert.fail(path);
  const typing = typingAt(document, new Lines(text).position(offset));
  const found = await lookUp(typing, disk.workspace, disk.checks, new AbortController().signal);
  return provideCompletion(typing, noFacts, { snippets, found }).toSorted((left, right) =>
    (left.sortText ?? "") < (right.sortText ?? "") ? -1 : 1,
  );
}

async function labels(path: string, marked: string, disk = new Disk(files)): Promise<string[]> {
  return (await offersIn(disk, path, marked)).map(({ label }) => label);
}

async function taken(path: string, marked: string, label: string, snippets = false): Promise<string> {
  const items = await offersIn(new Disk(files), path, marked, snippets);
  const item = items.find((each) => each.label === label) ?? assert.fail(`${label} is not among ${items.map((each) => each.label)}`);
  return accepted(marked.replace("‸", ""), item);
}

const made = ["data/clean", "data/raw.csv", "report/page.html"];
const there = ["conf/", "data/", "models/", "report/", "src/", "config.py", "metrics.json", "params.json", "params.yaml", "settings.py"];
const dependencies = [...made, ...there];
const outputs = there.filter((name) => name !== "params.yaml" && !name.endsWith(".py"));
const shown = ["metrics.json", "params.json", ...outputs.filter((name) => !name.endsWith(".json"))];
const shownAtTop = ["metrics.json", "params.json", "params.yaml", ...there.slice(0, 5), "config.py", "settings.py"];
const params = ["seed", "train", "train.lr", "train.layers"];
const paramsFiles = ["conf/", "config.py", "params.json", "params.yaml", "data/", "models/", "report/", "src/", "metrics.json"];
const loop = "stages:\n  a:\n    foreach: [{x: 1}, {x: 2}]\n    do:\n";

describe("what of other files is offered in a dvc.yaml", () => {
  const cases: readonly (readonly [at: string, offered: readonly string[]])[] = [
    // What a stage reads: what others make, the nearest first, then what is there.
    [`${start}    deps:\n      - ‸\n`, dependencies],
    [`${start}    deps:\n      -‸\n`, dependencies],
    [`${start}    deps:\n      ‸\n`, dependencies],
    [`${start}    deps:\n\n      ‸\n`, dependencies],
    [`${start}    deps:\n      ‸\n      # why\n      - data/clean\n`, dependencies.slice(1)],
    [`${start}    deps: ‸\n`, []],
    [`${start}    deps:\n      - data/clean\n      ‸\n`, dependencies.slice(1)],
    [`${start}    deps:\n      - data/clean\n      # why\n\n      ‸\n    outs: [m]\n`, dependencies.slice(1)],
    [`${start}    deps:\n      - data/clean\n        ‸\n`, []],
    [`${start}    deps: [‸]\n`, dependencies],
    [`${start}    deps: [data/clean, ‸]\n`, dependencies.slice(1)],
    [`${start}    deps: [data/clean, ‸\n`, dependencies.slice(1)],
    [`${start}    deps: ["‸"]\n`, dependencies],
    [`${start}    deps:\n      - '‸\n`, dependencies],
    [`${start}    deps:\n      - src/‸\n`, ["src/it's #1.py", "src/train.py"]],
    [`${start}    deps:\n      - ./src/‸\n`, ["./src/it's #1.py", "./src/train.py"]],
    [`${start}    deps:\n      - data/‸\n`, ["data/clean", "data/raw.csv", "data/notes.md"]],
    [`${start}    deps:\n      - src/tr‸ain.py\n`, ["src/it's #1.py", "src/train.py"]],
    [`${start}    deps:\n      - nowhere/‸\n`, []],
    [`${start}    deps:\n      - .‸\n`, [...made, ...there.slice(0, 5), ".env", ...there.slice(5)]],
    [
      `${start}    wdir: src\n    deps:\n      - ‸\n`,
      ["../data/clean", "../data/raw.csv", "../report/page.html", "it's #1.py", "train.py"],
    ],
    [`${start}    wdir: src\n    deps:\n      - ../data/‸\n`, ["../data/clean", "../data/raw.csv", "../data/notes.md"]],
    [`${start}    wdir: \${nowhere}\n    deps:\n      - ‸\n`, []],
    [`${loop}      cmd: a\n      deps:\n        - src/‸\n`, ["src/it's #1.py", "src/train.py"]],
    // What rests on the stage it cannot read.
    [
      "stages:\n  a:\n    cmd: a\n    deps:\n      - ‸\n    outs: [x]\n  b:\n    cmd: b\n    deps: [x]\n    outs: [y]\n",
      dependencies.slice(1),
    ],
    // While the text is no YAML.
    [`${start}    deps: {\n  c:\n    cmd: x\n    deps:\n      - ‸`, dependencies],
    [`${start}    outs: [\n  c:\n    cmd: x\n    deps:\n      ‸\n`, dependencies],
    [`${start}    deps:\n      - ‸\n  : b: c\n`, dependencies],
    // What it writes: not what another stage writes, nor what it reads.
    [`${start}    outs:\n      - ‸\n`, outputs],
    [`${start}    outs:\n      ‸\n`, outputs],
    [`${start}    deps: [metrics.json]\n    outs: [‸]\n`, outputs.filter((name) => name !== "metrics.json")],
    [`${start}    outs:\n      - data/‸\n`, ["data/notes.md"]],
    [`${start}    outs:\n      - src/‸\n`, []],
    // First what others read and nobody makes, where it is not there.
    [`${start}    outs:\n      - ‸\n  last:\n    cmd: l\n    deps: [scores.csv, metrics.json, data/clean/x]\n`, ["scores.csv", ...outputs]],
    [`${start}    outs:\n      - data/clean/‸\n`, []],
    [`${start}    outs:\n      - mod‸:\n          cache: false\n`, outputs],
    [`${start}    outs: [{mod‸: {cache: false}}]\n`, outputs],
    [
      `${start}    outs:\n      - models:\n          ‸\n`,
      ["desc", "type", "labels", "meta", "cache", "persist", "checkpoint", "remote", "push"],
    ],
    [`${start}    metrics: [‸]\n`, shown],
    [`${start}    plots:\n      - ‸\n`, shown],
    [`${start}    wdir: ‸\n`, there.slice(0, 5)],
    // At the top, what stages write as such comes first.
    [`${start}    metrics: [scores.json]\nmetrics:\n  - ‸\n`, ["scores.json", ...made, ...shownAtTop]],
    [`${start}plots:\n  ‸\n`, [...made, ...shownAtTop]],
    [`${start}artifacts:\n  best:\n    path: models/‸\n`, ["models/old.pkl"]],
    [`${start}params:\n  - ‸\n`, paramsFiles],
    // Params: keys of the file that is meant, then other files.
    [`${start}    params:\n      - ‸\n`, [...params, ...paramsFiles]],
    [`${start}    params:\n      ‸\n`, [...params, ...paramsFiles]],
    [`${start}    params:\n      - train\n      - ‸\n`, ["seed", ...paramsFiles]],
    [`${start}    params: [train.lr, ‸]\n`, ["seed", "train", "train.layers"]],
    [`${start}    params:\n      - train.l‸r\n`, [...params, ...paramsFiles]],
    [`${start}    params:\n      - conf/other.toml:\n          - ‸\n`, ["depth"]],
    [`${start}    params:\n      - params.json: [‸]\n`, ["a", "a.b"]],
    [`${start}    params:\n      - config.py:\n          ‸\n`, ["Train", "Train.epochs"]],
    [`${start}    params:\n      - params.json:\n          - a\n      - conf/‸\n`, [...params, "conf/other.toml"]],
    [`${start}    params:\n      - params.json:\n      - ‸\n`, [...params, ...paramsFiles.filter((name) => name !== "params.json")]],
    [`${start}    wdir: conf\n    params:\n      - other.toml:\n          - ‸\n`, ["depth"]],
    [`${start}    vars: [‸]\n`, paramsFiles],
    [`vars:\n  - params.json:‸a\n${start}`, ["params.json:a"]],
    // Templates.
    [`${start}    desc: a \${‸\n`, params],
    [`${start}    desc: "a \${tr‸}"\n`, params],
    [`vars:\n  - deep: {est: 1}\n${start}    vars: [params.json]\n    desc: a \${‸\n`, [...params, "deep", "deep.est", "a", "a.b"]],
    [`${loop}      cmd: a \${‸}\n`, ["item", "item.x", ...params]],
    [`${loop}      cmd: |\n        a\n        b \${item.‸\n`, ["item", "item.x", ...params]],
    [`stages:\n  a:\n    foreach: \${‸}\n    do: {cmd: a}\n`, params],
    [`stages:\n  a:\n    matrix: {x: [1, 2]}\n    cmd: a \${‸}\n`, ["item", "item.x", "key", ...params]],
    [`stages:\n  a:\n    cmd: a \\\\\${‸}\n`, []],
    ["stages:\n  a:\n    cmd: ‸\n", []],
    ["stages:\n  a:\n    cmd: python src/‸\n", []],
  ];
  for (const [at, offered] of cases) {
    it(JSON.stringify(at.replace(start, "… ")), async () => assert.deepEqual(await labels("dvc.yaml", at), offered));
    it(`${JSON.stringify(at.replace(start, "… "))}, with line breaks of Windows`, async () =>
      assert.deepEqual(await labels("dvc.yaml", at.replaceAll("\n", "\r\n")), offered));
  }

  it("is first what the nearest stage above makes", async () => {
    const three = ["a", "b", "c"].map((name) => `  ${name}:\n    cmd: x\n    outs: [${name}.csv]\n`).join("");
    const found = await labels("dvc.yaml", `stages:\n${three}  d:\n    cmd: d\n    deps: [‸]\n  e:\n    cmd: e\n    outs: [e.csv]\n`);
    assert.deepEqual(found.slice(0, 4), ["c.csv", "b.csv", "a.csv", "e.csv"]);
  });

  it("is that of the stage and of its items, where a list stands as far left as its key", async () => {
    const found = await labels("dvc.yaml", `${start}    deps:\n    - data/clean\n    ‸\n`);
    assert.deepEqual(found.slice(0, dependencies.length), [...dependencies.slice(1), "wdir"]);
  });

  it("begins in the folder of the file", async () => {
    assert.deepEqual(await labels("report/dvc.yaml", "stages:\n  a:\n    cmd: a\n    deps: [‸]\n"), ["../data/raw.csv", "look.css"]);
  });

  it("is what a params file holds that is not saved", async () => {
    const disk = new Disk(files);
    disk.edit("params.yaml", "rate: 1\n");
    assert.deepEqual(await labels("dvc.yaml", `${start}    params: [‸]\n`, disk), ["rate"]);
  });

  it("is nothing of a folder outside the workspace, until that is trusted", async () => {
    const disk = new Disk(files);
    disk.workspace.folders = [`${top}/report`];
    const [inside, outside] = ["../report/‸", "../src/‸"].map((typed) => `stages:\n  a:\n    cmd: a\n    deps: [${typed}]\n`) as [
      string,
      string,
    ];
    const source = ["../src/it's #1.py", "../src/train.py"];
    assert.deepEqual(await labels("report/dvc.yaml", outside, disk), source);
    disk.workspace.trusted = false;
    assert.deepEqual(await labels("report/dvc.yaml", outside, disk), []);
    assert.deepEqual(await labels("report/dvc.yaml", inside, disk), ["../report/look.css"]);
  });

  it("is cut where a folder holds more than anybody looks through, and found by its beginning", async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_each, index) => [`many/f${String(index).padStart(4, "0")}`, ""]));
    const disk = new Disk({ ...files, ...many });
    assert.equal((await labels("dvc.yaml", `${start}    deps: [many/‸]\n`, disk)).length, 300);
    assert.deepEqual(await labels("dvc.yaml", `${start}    deps: [many/F0999‸]\n`, disk), ["many/f0999"]);
  });
});

describe("what is written when a name of another file is taken", () => {
  const cases: readonly (readonly [at: string, label: string, then: string])[] = [
    ["    deps:\n      ‸\n", "data/clean", "    deps:\n      - data/clean‸\n"],
    ["    deps:\n      -‸\n", "data/clean", "    deps:\n      - data/clean‸\n"],
    ["    deps: [‸]\n", "src/", "    deps: [src/‸]\n"],
    ["    deps:\n      - src/‸\n", "src/it's #1.py", "    deps:\n      - 'src/it''s #1.py'‸\n"],
    ['    deps: ["src/‸"]\n', "src/it's #1.py", `    deps: ["src/it's #1.py"‸]\n`],
    ["    outs:\n      - mod‸:\n          cache: false\n", "metrics.json", "    outs:\n      - metrics.json‸:\n          cache: false\n"],
    ["    params:\n      ‸\n", "params.json", "    params:\n      - params.json:\n          - ‸\n"],
    ["    params:\n      -‸\n", "train.lr", "    params:\n      - train.lr‸\n"],
    ["    params:\n      - ‸\n", "conf/", "    params:\n      - conf/‸\n"],
    [`    desc: a \${se‸\n`, "train.lr", `    desc: a \${train.lr}‸\n`],
  ];
  for (const [at, label, then] of cases)
    it(`${label} at ${JSON.stringify(at)}`, async () => assert.equal(await taken("dvc.yaml", start + at, label), start + then));

  it("leaves the cursor in the quotes of a folder, where the editor can", async () => {
    assert.equal(await taken("dvc.yaml", `${start}    deps: ['‸']\n`, "src/", true), `${start}    deps: ['src/‸']\n`);
  });
});

describe("what is said of a name of another file", () => {
  const said = async (at: string, label: string) => {
    const item = (await offersIn(new Disk(files), "dvc.yaml", start + at)).find((each) => each.label === label) ?? assert.fail(label);
    const { documentation, labelDetails } = item;
    return [labelDetails?.description, typeof documentation === "object" ? documentation.value : documentation];
  };
  const cases: readonly (readonly [at: string, label: string, said: readonly [string, string]])[] = [
    ["    deps: [‸]\n", "data/clean", ["from prepare", "Written by `prepare`."]],
    ["    deps: [‸]\n", "report/page.html", ["from report", "Written by `report` in `report/dvc.yaml`."]],
    ["    deps: [‸]\n", "data/raw.csv", ["raw.csv.dvc", "Tracked by `data/raw.csv.dvc`."]],
    ["    params: [‸]\n", "train.lr", ["0.1", "`0.1`, in `params.yaml`."]],
    ["    params: [‸]\n", "train", ["a map with lr, layers", "All of `train`: a map with lr, layers, in `params.yaml`."]],
    [`    desc: a \${‸}\n`, "train.lr", ["0.1", "`0.1`, from `params.yaml`."]],
  ];
  for (const [at, label, expected] of cases)
    it(`${label} at ${JSON.stringify(at)}`, async () => assert.deepEqual(await said(at, label), expected));

  it("is of a loop each of its values", async () => {
    const items = await offersIn(new Disk(files), "dvc.yaml", `${loop}      cmd: a \${‸}\n`);
    assert.equal(items.find(({ label }) => label === "item.x")?.labelDetails?.description, "1, 2");
  });
});

describe("what of other files is offered in an MLproject", () => {
  const cases: readonly (readonly [at: string, offered: readonly string[]])[] = [
    ["python_env: ‸", ["python_env.yaml", "conf/", "conda.yaml", "params.yaml"]],
    ["conda_env: c‸", ["conda.yaml", "conf/", "params.yaml", "python_env.yaml"]],
    ["databricks_spark_job:\n  python_file: ‸", ["conf/", "run.py"]],
    ["docker_env: ‸", []],
  ];
  const disk = { "conf/x.yaml": "", "params.yaml": "", "conda.yaml": "", "python_env.yaml": "", "run.py": "", MLproject: "" };
  for (const [at, offered] of cases)
    it(JSON.stringify(at), async () => assert.deepEqual(await labels("MLproject", at, new Disk(disk)), offered));
});

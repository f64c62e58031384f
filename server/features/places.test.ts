import assert from "node:assert/strict";
import { Lines } from "../formats/text.ts";
import { Disk, top } from "../workspace/testDisk.ts";
import { provideDocumentLinks } from "./provideDocumentLinks.ts";
import { provideFoldingRanges } from "./provideFoldingRanges.ts";
import { provideSelectionRanges } from "./provideSelectionRanges.ts";
import { provideSemanticTokens, tokenTypes } from "./provideSemanticTokens.ts";
import { provideWorkspaceSymbols } from "./provideWorkspaceSymbols.ts";

const pipeline = `# What is made
# of the data.
stages:
  train:
    foreach: [a, b]
    do:
      cmd: run \${lr} \${item} {lr}
      deps: ["train.py", data, gone.py]
      outs: ["\${item}.pkl"]

  last:
    cmd: echo
params: ["params.yaml"]
vars: [params.yaml:lr]
`;
const texts = {
  ".dvc/config": "",
  "dvc.yaml": pipeline,
  "params.yaml": "lr: 0.1\n",
  "train.py": "",
  "data/a.csv": "",
  MLproject: 'python_env: python_env.yaml\nentry_points:\n  main:\n    parameters: {lr: float}\n    command: "run {lr} {{lr}}"\n',
  "python_env.yaml": "python: '3.11'\n",
};

function opened(path: keyof typeof texts) {
  const disk = new Disk({ ...texts });
  disk.edit(path, texts[path]);
  const document = disk.checks.open(`${top}/${path}`) ?? assert.fail();
  const lines = new Lines(texts[path]);
  const written = ({ start, end }: Parameters<Lines["range"]>[0]) => texts[path].slice(start, end);
  return { disk, document, lines, written, names: disk.checks.names };
}

describe("places of a config file", () => {
  it("are links where they name files that are there", async () => {
    const links = async (path: keyof typeof texts) => {
      const { disk, document, lines, written, names } = opened(path);
      const found = await provideDocumentLinks(document, names, disk.workspace);
      return found.map(({ range, target = "" }) => [
        written({ start: lines.offset(range.start), end: lines.offset(range.end) }),
        target.slice(top.length + 1),
      ]);
    };
    assert.deepEqual(await links("dvc.yaml"), [
      ["params.yaml", "params.yaml"],
      ["params.yaml", "params.yaml"],
      ["train.py", "train.py"],
    ]);
    assert.deepEqual(await links("MLproject"), [["python_env.yaml", "python_env.yaml"]]);
  });

  it("are folded by entry, without the blank lines after it, and by comment", () => {
    const { document } = opened("dvc.yaml");
    const folds = provideFoldingRanges(document.model).map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`);
    assert.deepEqual(folds.toSorted(), ["1-2", "11-12", "3-12", "4-9", "6-9"]);
  });

  it("grow from a name to the file, each around the one before", () => {
    const { document, lines, written } = opened("dvc.yaml");
    const offset = pipeline.indexOf("lr}");
    const [selection] = provideSelectionRanges(document.model, [lines.position(offset)]);
    const grown: string[] = [];
    for (let at = selection; at !== undefined; at = at.parent)
      grown.push(written({ start: lines.offset(at.range.start), end: lines.offset(at.range.end) }));
    assert.deepEqual(grown.slice(0, 4), ["lr", "$" + "{lr}", "run $" + "{lr} $" + "{item} {lr}", "cmd: run $" + "{lr} $" + "{item} {lr}"]);
    assert.equal(grown.at(-1), pipeline);
    for (let at = 0; at <= pipeline.length; at++) {
      let inner = provideSelectionRanges(document.model, [lines.position(at)])[0];
      for (; inner?.parent !== undefined; inner = inner.parent) {
        const [start, end] = [lines.offset(inner.range.start), lines.offset(inner.range.end)];
        assert.ok(lines.offset(inner.parent.range.start) <= start && end <= lines.offset(inner.parent.range.end), `at ${at}`);
      }
    }
  });

  it("are coloured where a name stands for its value", async () => {
    const tokens = async (path: keyof typeof texts) => {
      const { document, lines, names } = opened(path);
      const { data } = await provideSemanticTokens(document, names);
      const found: string[] = [];
      let [line, character] = [0, 0];
      for (let at = 0; at < data.length; at += 5) {
        const [lineDelta = 0, delta = 0, length = 0, type = 0] = data.slice(at);
        line += lineDelta;
        character = lineDelta === 0 ? character + delta : delta;
        const start = lines.offset({ line, character });
        found.push(`${line + 1} ${texts[path].slice(start, start + length)} ${tokenTypes[type]}`);
      }
      return found;
    };
    assert.deepEqual(await tokens("dvc.yaml"), ["7 lr variable", "7 item parameter", "9 item parameter"]);
    assert.deepEqual(await tokens("MLproject"), ["5 lr variable"]);
  });

  it("are found by name in all files", async () => {
    const { names } = opened("dvc.yaml");
    const { signal } = new AbortController();
    const found = await provideWorkspaceSymbols(names, "r", signal);
    assert.deepEqual(found.map(({ name, containerName }) => `${name} ${containerName}`).sort(), [
      "lr parameter · MLproject",
      "lr parameter · params.yaml",
      "train stage · dvc.yaml",
    ]);
    assert.deepEqual(
      (await provideWorkspaceSymbols(names, "lst", signal)).map(({ name }) => name),
      ["last"],
    );
  });
});

import assert from "node:assert/strict";
import { type Meta, readMeta } from "./metaYaml.ts";

describe("a meta.yaml", () => {
  const cases: readonly (readonly [text: string, read: Meta | undefined])[] = [
    ["name: a\nversion: 3\nrun_id: null\n", { name: "a", version: 3, run_id: null }],
    ["name: a", { name: "a" }],
    ["experiment_id: '0'\nname: 'it''s: #1'\n", { experiment_id: "0", name: "it's: #1" }],
    ["tags: []\naliases: {}\nname: a b\n", { name: "a b" }],
    ["name: 'two\n\n  lines'\nversion: 1\n", { name: "two\nlines", version: 1 }],
    ["name: long words\n  go on\nversion: 1\n", { name: "long words go on", version: 1 }],
    ['name: "tab\\t and \\u0001"\n', { name: "tab\t and \u0001" }],
    ["artifact_uri: s3://b/0\nstart_time: -5\n", { artifact_uri: "s3://b/0", start_time: -5 }],
    ["name: 模型 ä\n", { name: "模型 ä" }],
    ["name: '1e5'\nrun_id: 12e5\ndigest: '007'\n", { name: "1e5", run_id: "12e5", digest: "007" }],
    ["run_id: 12e5\nname: 'two\n\n  lines'\n", { run_id: "12e5", name: "two\nlines" }],
    ["current_stage: None\n", { current_stage: "None" }],
    [
      "source_id: d\ntags:\n  mlflow.data.context: training\n  n: '1'\n",
      { source_id: "d", tags: { "mlflow.data.context": "training", n: "1" } },
    ],
    ["aliases:\n  '123': '1'\n  champion: '2'\nname: a\n", { aliases: { "123": "1", champion: "2" }, name: "a" }],
    [
      "'__proto__': x\nconstructor: y\nlong words: 1\n",
      Object.fromEntries([
        ["__proto__", "x"],
        ["constructor", "y"],
        ["long words", 1],
      ]),
    ],
    ["", undefined],
    ["\n", undefined],
    ["- a\n", undefined],
    ["name: 'cut", undefined],
    ["name: [1, 2\n", undefined],
    ["{{{", undefined],
    ["plain", undefined],
  ];
  for (const [text, read] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(plain(readMeta(text)), plain(read)));
  }

  it("of aliases of aliases of aliases costs little", () => {
    const lists = Array.from(
      { length: 30 },
      (_, at) =>
        `a${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(", ")}]\n`,
    );
    readMeta(`a: &a-1 [x]\n${lists.join("")}name: a\n`);
  });

  function plain(meta: Meta | undefined): unknown {
    return meta && Object.entries(meta).map(([key, value]) => [key, typeof value === "object" && value ? { ...value } : value]);
  }
});

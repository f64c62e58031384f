import assert from "node:assert/strict";
import { readParamsFile } from "#server/dvc/paramsFile.ts";
import { plainText, type Value } from "#server/dvc/value.ts";
import { seed } from "../generatedCases.ts";
import { mutatedTexts } from "./mutatedTexts.ts";
import { askDvc, dvcCases, needsDvc } from "./realDvc.ts";
import { corpusFiles } from "./realMlflow.ts";

const yaml: readonly string[] = [
  "[]: 1\n[a, 1]: 2\n? [b]\n: 3\nc: 4\n",
  "[[]]: 1\n",
  "{}: 1\n",
  "a: 1_000\nb: 0x1F\nc: 0o17\nd: 017\ne: 1e3\nf: 1.\ng: .5\nh: -.5e+3\ni: 0b11\nj: .inf\nk: -.INF\nl: .nan\nm: 1e400\n",
  "n: 123456789012345678901234567890\no: 1.0e-7\np: 2020-01-01\nq: yes\nr: TRUE\ns: ~\nt: '1'\nu: 1e16\nv: 123456.789e3\nw: 0.1\nx: +1\n",
  "a: &x {b: 1, c: [d, 2]}\ne: {<<: *x, b: 2}\nf: *x\n? g\n: h\n1: i\nj:\n  - k: l\n    m:\n      - n\n",
  "a: |\n  text\n  more\nb: >-\n  folded\n  text\n\n  end\nc: 'it''s'\nd: \"\\u00e9\\n\"\n",
  "",
  "- 1\n",
  "text",
];

const toml: readonly string[] = [
  "a = 1\nb = 1.0\nc = 'x'\n[t]\nd = [1, 2]\n[t.u]\ne = 1979-05-27\n[[arr]]\nx = 1\n[[arr]]\nx = 2\n",
  "a.b.c = 1\ninf = inf\nh = 0xFF\nu = 1_000\nf = 1e5\n",
  "a = \n",
  "a=1\na=2\n",
  "",
];

const json: readonly string[] = [
  '{"a": 1, "b": 1.0, "c": [1e5, -0, null, true], "d": {"e": "\\u00e9\\ud83d\\ude00"}}',
  '{"a": 12345678901234567890, "b": 1.5e300, "c": -1}',
  '{"a": 1, "a": 2}',
  "[]",
  '""',
  "{a: 1}",
  "",
];

const python: readonly string[] = [
  "a = 1\nb: int = -0x_F\nclass C(B):\n  x = {'a': [1, 2.5, None], 'b': (True,)}\n  def __init__(self, y=3):\n    self.y = 3\n    z = 4\n",
  "x, y = 1, 2\nq = w = 3\nz = {1,2}\nu = 1+2j\nself.m = 3\na.b = 3\nxx: str\nt = 1,\nf = f'x'\ns = 'a' \"b\" r'\\d' '\\n\\x41\\u00e9\\101'\n",
  "neg = -1.5\nnn = - -1\nno = not True\np = (1)\np2 = ('a'\n  'b')\nd = {'k': {'l': 1}, 2: 3}\nd2 = {**d}\ncall = dict(a=1)\nbyt = b'x'\n",
  "l = []\ne = {}\ntt = ()\nlong = 1_000\nif True:\n  inner = 1\n@dec\nclass D:\n  v = 'x'\n",
  "def f():\n  x = 1\n__init__ = 2\nclass A:\n  class B:\n    c = 1\n  def other(self):\n    self.q = 1\n",
  "a = 1 if True else 2\nb = [i for i in x]\nc = 'a' + 'b'\nd = 2*3\ne = -x\ng = lambda: 1\nh = ...\n",
  "import os\nfrom x import y\nLR = 1e-5\nx = 1\nx = 2\n# c\ntri = '''a\nb'''\n",
];

/** As the script tells it. */
function told(value: Value): unknown {
  if (value.kind === "list") return value.items.map(told);
  if (value.kind === "map") return Object.fromEntries([...value.entries].map(([key, held]) => [key, told(held)]));
  return value.kind === "foreign" || value.kind === "unknown" ? "foreign" : `${value.kind}:${plainText(value)}`;
}

describe("params files against the real DVC", function () {
  this.timeout(600_000);
  before(function () {
    needsDvc(this);
  });

  it(`hold the same values (${dvcCases} changed ones, seed ${seed})`, () => {
    const real = [...yaml, ...corpusFiles("params").values()];
    const cases = [
      ...[...real, ...mutatedTexts(real, { seed, cases: dvcCases })].map((text) => [".yaml", text] as const),
      ...toml.map((text) => [".toml", text] as const),
      ...json.map((text) => [".json", text] as const),
      ...python.map((text) => [".py", text] as const),
    ];
    const said = askDvc("dvcValuesOracle.py", cases) as unknown[];
    for (const [index, [ending, text]] of cases.entries()) {
      const read = readParamsFile(text, `params${ending}`);
      const ours = read.kind === "read" ? told(read.value) : read.kind === "broken" ? "refused" : read.kind;
      assert.deepEqual(ours, said[index], `${ending} ${JSON.stringify(text)}`);
    }
  });
});

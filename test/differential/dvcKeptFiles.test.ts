import { seed } from "../generatedCases.ts";
import { assertDvcAgrees, type DvcProject } from "./dvcProjects.ts";
import { mutatedTexts } from "./mutatedTexts.ts";
import { keptCases, needsDvc } from "./realDvc.ts";
import { corpusFiles } from "./realMlflow.ts";

/** None names a repository: DVC would look for it. */
const dataFiles: readonly string[] = [
  "md5: 22e8fbb6e58a4de8a8e6bdcb0b8a0db4\nfrozen: true\nwdir: ..\ndeps:\n- db: {query: select 1, connection: c}\nouts:\n- md5: ''\n  hash: md5\n  size: 3\n  path: data.csv\n  push: false\n  labels: [a]\n  meta: {any: thing}\n  desc: x\n  type: y\n  cache: true\n  persist: false\n  remote: r\n",
];
const lockFiles: readonly string[] = [
  "schema: '2.0'\nstages:\n  a:\n    cmd: [x]\n    deps:\n    - path: data\n      hash: md5\n      md5: 1e8fbb6e58a4de8a8e6bdcb0b8a0db4a.dir\n      size: 12\n      nfiles: 2\n      files:\n      - {relpath: a, md5: abc, size: 1}\n    - path: file\n      cloud: {remote: {etag: abc, version_id: x}}\n    outs:\n    - {path: m, isexec: true, md5: 1234567}\ndatasets: []\n",
];

const kinds: readonly (readonly [what: string, told: readonly string[], kind: string, inProject: (text: string) => DvcProject])[] = [
  ["a dvc.lock", lockFiles, "dvc.lock", (text) => ({ "dvc.yaml": "stages: {}\n", "dvc.lock": text })],
  ["a .dvc file", dataFiles, "dotdvc", (text) => ({ "sub/data.dvc": text })],
];

describe("what DVC writes itself against the real DVC", function () {
  this.timeout(3_600_000);
  before(function () {
    needsDvc(this);
  });

  for (const [what, told, kind, inProject] of kinds) {
    it(`has an error where DVC refuses ${what}, and no other, as it is found`, () =>
      assertDvcAgrees([...told, ...corpusFiles(kind).values()].map(inProject), 0));

    it(`has an error where DVC refuses ${what} that was changed (${keptCases} cases, seed ${seed})`, () =>
      assertDvcAgrees(mutatedTexts([...told, ...corpusFiles(kind).values()], { seed, cases: keptCases }).map(inProject)));
  }
});

import assert from "node:assert/strict";
import { backends } from "#registry/backends.ts";
import { readDocument } from "../formats/formats.ts";
import { mlprojectFormat } from "../formats/mlproject/format.ts";
import { policyFormat } from "../formats/policy/format.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";
import { factsForFile } from "./factsForFile.ts";

const open: RegistryFacts = { ...noFacts, models: () => ({ state: "known", value: [] }) };
const registry = {
  uri: "http://mlflow.internal:5000",
  folders: ["file:///repo/team"],
  policyFolder: "file:///repo/team",
  facts: open,
};

describe("what a policy is judged by", () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ["the open registry, in its own folder", "file:///repo/team/slipway.yaml", "version: 1", true],
    ["the open registry, which it names", "file:///repo/team/sub/slipway.yaml", "registry: http://mlflow.internal:5000/", true],
    ["nothing, where it names another", "file:///repo/team/sub/slipway.yaml", "registry: http://other:5000", false],
    ["nothing, where it names another in the first folder", "file:///repo/team/slipway.yaml", "registry: sqlite:///own.db", false],
    ["nothing, where it stands elsewhere and names none", "file:///repo/team/sub/slipway.yaml", "version: 1", false],
    ["nothing, where what it names is nowhere", "file:///repo/team/sub/slipway.yaml", "registry: '::'", false],
  ];
  for (const [what, uri, text, judged] of cases) {
    it(`is ${what}`, () => {
      const facts = factsForFile(readDocument(policyFormat, text, uri), [registry], backends);
      assert.equal(facts.models().state, judged ? "known" : "unknown");
    });
  }

  it("is a file of its own where that is the open registry", () => {
    const uri = "file:///repo/team/sub/slipway.yaml";
    const document = readDocument(policyFormat, "registry: sqlite:///own.db", uri);
    const own = { uri: "sqlite:////repo/team/sub/own.db", folders: ["file:///x"], policyFolder: "file:///x", facts: open };
    assert.equal(factsForFile(document, [own], backends), open);
  });
});

describe("what a file of a workspace with several registries is judged by", () => {
  const at = (folder: string, uri: string) => ({ uri, folders: [folder], policyFolder: folder, facts: { ...noFacts } });
  const outer = at("file:///repo", "http://outer:5000");
  const inner = at("file:///repo/inner", "http://inner:5000");
  const elsewhere = at("file:///other", "http://other:5000");
  const all = [outer, elsewhere, inner];
  const project = (uri: string) => readDocument(mlprojectFormat, "name: x", uri);
  const cases = [
    ["its folder's", "file:///repo/MLproject", all, outer.facts],
    ["that of the innermost of its folders", "file:///repo/inner/sub/MLproject", all, inner.facts],
    ["none, where its folder has no registry and there are several", "file:///third/MLproject", all, noFacts],
    ["the only one that is open", "file:///third/MLproject", [elsewhere], elsewhere.facts],
  ] as const;
  for (const [what, uri, open, facts] of cases) {
    it(`is ${what}`, () => assert.equal(factsForFile(project(uri), open, backends), facts));
  }

  it("is that of the folder which it is in, where two lead to one registry under two policies", () => {
    const [ana, bruno] = ["file:///ana", "file:///bruno"].map((folder) => at(folder, "http://shared:5000"));
    const both = [ana as typeof outer, { ...(bruno as typeof outer), folders: ["file:///bruno", "file:///plain"] }];
    const of = (uri: string) => both.findIndex(({ facts }) => facts === factsForFile(project(uri), both, backends));
    const uris = ["file:///ana/MLproject", "file:///bruno/MLproject", "file:///plain/MLproject", "file:///third/MLproject"];
    assert.deepEqual(uris.map(of), [0, 1, 1, -1]);
  });

  const cells = [
    ["vscode-notebook-cell:/repo/inner/explore.ipynb#W0sZmlsZQ%3D%3D", inner.facts],
    ["vscode-notebook-cell://ssh-remote%2Bhost/repo/explore.ipynb#W0s", outer.facts],
    ["vscode-notebook-cell:/third/explore.ipynb#W0s", noFacts],
    ["untitled:Untitled-1", noFacts],
  ] as const;
  for (const [uri, facts] of cells) {
    it(`is that of the notebook's folder: ${uri}`, () => assert.equal(factsForFile(project(uri), all, backends), facts));
  }

  it("is the one that it names, if it is a policy", () => {
    const document = readDocument(policyFormat, "registry: http://other:5000", "file:///repo/slipway.yaml");
    assert.equal(factsForFile(document, all, backends), elsewhere.facts);
  });
});

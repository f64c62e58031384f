import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FileHashes } from "../../dvc/status/hashes.ts";
import { type StatusLooks, usualLimits } from "../../dvc/status/looks.ts";
import { nodeFiles } from "../../nodeFiles.ts";
import { noProject } from "../../rules/rule.ts";
import { comparedInDotDvc } from "./compared.ts";
import { dotDvcLens } from "./lens.ts";
import { readDotDvc } from "./model.ts";

const content = "a,b\n1,2\n";
const md5 = createHash("md5").update(content).digest("hex");
const text = `outs:\n- md5: ${md5}\n  size: ${content.length}\n  hash: md5\n  path: raw.csv\n`;

describe("what is said of a .dvc file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-kept-"));
    mkdirSync(join(folder, ".dvc/cache/files/md5", md5.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, ".dvc/cache/files/md5", md5.slice(0, 2), md5.slice(2)), content);
    writeFileSync(join(folder, "raw.csv"), content);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const looks = (): StatusLooks => ({
    ...{ files: nodeFiles, hashes: new FileHashes(nodeFiles), limits: usualLimits, signal: new AbortController().signal },
    text: async () => ({ kind: "missing" }),
    top: async () => pathToFileURL(folder).href,
  });
  const uri = () => `${pathToFileURL(folder).href}/raw.csv.dvc`;
  const note = async (of: string) => (await dotDvcLens.notes?.(readDotDvc(of), uri(), noProject, looks()))?.get("");

  it("is how its data stands to it", async () => {
    assert.equal(await note(text), "up to date");
    writeFileSync(join(folder, "raw.csv"), `${content}3,4\n`);
    assert.equal(await note(text), "changed: outs raw.csv");
    rmSync(join(folder, ".dvc/cache"), { recursive: true });
    assert.equal(await note(text), "changed: not in cache raw.csv");
    assert.equal(await note(`always_changed: true\n${text}`), "changed: not in cache raw.csv · runs every time");
    assert.equal(
      await note(`md5: ${md5}\n${text.replace(/ {2}path/, "  cache: false\n  path")}`),
      "changed: checksum of the file, outs raw.csv",
    );
  });

  it("is, on its data, how much it was and how that stands now", async () => {
    const said = async (of: string, at: string) =>
      (await comparedInDotDvc(readDotDvc(of), uri(), of.indexOf(at) + 1, looks()))?.text.replaceAll("\n\n", " | ");
    const raw = `**raw\\.csv** · kept by DVC | 8 B · MD5 \`${md5}\` | `;
    assert.equal(await said(text, "raw.csv"), `${raw}On disk: the same.`);
    assert.equal(await said(text, md5), `${raw}On disk: the same.`);
    assert.equal(await said(text, "size"), undefined, "a key says what it is");
    writeFileSync(join(folder, "raw.csv"), `${content}3,4\n`);
    assert.equal(await said(text, "raw.csv"), `${raw}On disk: changed.`);
    rmSync(join(folder, ".dvc/cache"), { recursive: true });
    assert.equal(await said(text, "raw.csv"), `${raw}DVC's cache does not have it.`);
    const imported = `deps:\n- {path: there.csv, repo: {url: "https://example.com/x"}}\n${text}`;
    assert.equal(await said(imported, "there.csv"), "**there\\.csv** · where the data comes from");
    assert.equal(await said(`${text}nonsense: 1\n`, "raw.csv"), undefined);
  });

  it("is nothing where the file is none that DVC reads", async () => {
    assert.equal(await note(`${text}nonsense: 1\n`), undefined);
    assert.equal(await note(`${text}  : [`), undefined);
  });

  it("is, for a graph, the data and where it comes from, with how that stands", async () => {
    const model = readDotDvc(`deps:\n- path: source.csv\n${text}`);
    const [entry] = dotDvcLens.drawn?.(model, uri(), noProject).entries ?? [];
    assert.deepEqual(entry?.lines, { first: 0, last: 7 });
    assert.deepEqual(
      entry?.stages.map(({ deps, outs }) => [deps.map(({ path }) => path), outs.map(({ path }) => path)]),
      [[["source.csv"], ["raw.csv"]]],
    );
    const states = await dotDvcLens.states?.(model, uri(), noProject, looks());
    assert.equal(states?.get("")?.state, "changed");
  });
});

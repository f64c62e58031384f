import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { dvcYamlSpec } from "#server/formats/dvc/keys.ts";
import { jsonSchema } from "../bench/configTexts.ts";
import { yamlServer } from "../bench/lspProcess.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { testExtension } from "./testExtension.ts";
import { withWindow } from "./withWindow.ts";

/** Each has one thing wrong, which YAML's own server sees too: in its text, or by the schema of `dvc.yaml`. */
const files = {
  "dvc.yaml": "stages:\n  train:\n    cmd: train\n    depps: [data.csv]\n",
  "dvc.lock": "schema: '2.0'\nschema: '2.0'\nstages: {}\n",
  "data.csv.dvc": "outs:\n- path: data.csv\n  path: data.csv\n",
  MLproject: "name: a\nname: a\nentry_points:\n  main: {command: echo}\n",
  "python_env.yaml": "python: '3.11'\npython: '3.11'\n",
  "conda.yaml": "dependencies: [pip: [mlflow]\n",
  "slipway.yaml": "version: 1\nversion: 1\nenvironments: {prod: {alias: champion}}\n",
};
/** Nobody's but YAML's: what else was opened has been looked at when this has been. */
const another = { "zz-other.yaml": "a: 1\na: 2\n" };

describe("beside an extension for YAML, in the window", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      const folder = join(scratch, "folder");
      for (const [name, text] of Object.entries({ ...files, ...another, ".dvc/config": "" })) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text);
      }
      const otherExtension = await testExtension("yaml-support", join(scratch, "acme.yaml-support-0.0.1"));
      const schema = join(otherExtension, "dvc.schema.json");
      await writeFile(schema, JSON.stringify(jsonSchema(dvcYamlSpec)));
      const server = { module: yamlServer, schemas: { [pathToFileURL(schema).href]: "dvc.yaml" } };
      await writeFile(join(otherExtension, "server.json"), JSON.stringify(server));
      return { folder, otherExtension };
    },
    async (opened) => {
      window = opened;
    },
  );

  it("says each problem once", async () => {
    const { page } = window;
    for (const name of [...Object.keys(files), ...Object.keys(another)]) await window.openFile(name);
    await window.run("View: Toggle Problems");
    await window.run("View: Toggle Maximized Panel");
    const rows = page.locator(".markers-panel .monaco-list-row");
    await rows.filter({ hasText: "zz-other.yaml" }).waitFor();
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence !== undefined) await window.keepEvidence(evidence, "yaml-support");
    const found = await page.locator('.markers-panel .monaco-list-row[aria-level="1"]').allInnerTexts();
    const once = [...Object.keys(files), ...Object.keys(another)].map((name) => `${name} 1`);
    assert.deepEqual(found.map((text) => text.replaceAll(/\s+/g, " ").trim()).sort(), once.sort());
    assert.equal(
      await rows.filter({ hasText: "Map keys must be unique" }).count(),
      1,
      "YAML's own server says what is wrong in its file alone",
    );
  });
});

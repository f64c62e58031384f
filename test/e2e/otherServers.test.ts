import assert from "node:assert/strict";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FakeDatabricks } from "../databricks/fakeDatabricks.ts";
import type { FakeGitLab } from "../gitlab/fakeGitLab.ts";
import { projectOfGitLab } from "../gitlab/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

const policy = "version: 1\nenvironments:\n  dev: {}\n  prod: {stage: Production, approvals: 1}\n";

async function keep(window: EditorWindow, name: string): Promise<void> {
  const evidence = process.env["SLIPWAY_EVIDENCE"];
  if (evidence === undefined) return;
  await mkdir(evidence, { recursive: true });
  await window.page.screenshot({ path: join(evidence, `${name}.png`) });
}

describe("a workspace of Databricks (a fake of it)", () => {
  let fake: FakeDatabricks;
  let window: EditorWindow;
  withWindow(
    async (scratch) => {
      fake = await FakeDatabricks.start(["scorer"]);
      const folder = await mkdtemp(join(scratch, "folder-"));
      await writeFile(join(folder, "slipway.yaml"), policy);
      const environment = { DATABRICKS_HOST: fake.url, DATABRICKS_TOKEN: "dapi-pat" };
      return { folder, environment, settings: { "slipway.registry": "databricks:", "slipway.pollingInterval": 1 } };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );
  after(() => fake.stop());

  it("brings what was asked for on its web page into the inbox by itself, and the approval moves the version there", async () => {
    await window.row("scorer").waitFor();
    fake.transitions.elsewhere("dora@example.com", "create", { name: "scorer", version: "10", stage: "Production", comment: "please" });
    const row = window.row(/scorer v10 → prod/);
    await row.waitFor();
    await keep(window, "databricks-waiting");
    await window.press(row, "Approve", window.row(/scorer v10 → prod.*applied/));
    await keep(window, "databricks-applied");
    assert.deepEqual(fake.transitions.open, []);
    assert.equal(fake.versions.find(({ version }) => version === "10")?.stage, "Production");
  });
});

describe("a project of GitLab (a fake of it)", () => {
  let fake: FakeGitLab;
  let window: EditorWindow;
  withWindow(
    async (scratch) => {
      fake = await projectOfGitLab();
      const environment = { MLFLOW_TRACKING_URI: fake.url, MLFLOW_TRACKING_TOKEN: "glpat-api" };
      return { folder: await mkdtemp(join(scratch, "folder-")), environment };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );
  after(() => fake.stop());

  it("shows its experiments, runs and models", async () => {
    await window.expand("fraud");
    await window.row(/run-49/).waitFor();
    await window.expand("scorer");
    await window.row(/v108/).waitFor();
    await keep(window, "gitlab");
  });
});

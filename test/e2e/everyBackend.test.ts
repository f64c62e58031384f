import assert from "node:assert/strict";
import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame, Locator } from "playwright-core";
import { twoRunsOfFiles } from "#registry/filestore/testStore.ts";
import { admin, requireBasicAuth, startWithUsers } from "../contract/basicAuth.ts";
import type { MlflowServer } from "../contract/realMlflow.ts";
import { FakeDatabricks } from "../databricks/fakeDatabricks.ts";
import type { FakeGitLab } from "../gitlab/fakeGitLab.ts";
import { projectOfGitLab } from "../gitlab/project.ts";
import { Door } from "./door.ts";
import { type EditorWindow, repositoryRoot } from "./editorWindow.ts";
import { RegistrySteps } from "./registrySteps.ts";
import { withWindow } from "./withWindow.ts";

const policy = "version: 1\nenvironments:\n  dev: {}\n  prod: {stage: Production, approvals: 1}\n";

describe("every kind of registry in the real editor: browse, compare, promote, sign in and out, a server that dies and returns", () => {
  let window: EditorWindow;
  let steps: RegistrySteps;
  let scratch: string;
  let folder: string;
  let profiles: string;

  withWindow(
    async (given) => {
      scratch = given;
      profiles = join(scratch, "profiles");
      folder = await mkdtemp(join(scratch, "folder-"));
      await writeFile(join(folder, "slipway.yaml"), policy);
      const environment = { MLFLOW_TRACKING_URI: "", DATABRICKS_CONFIG_FILE: profiles };
      return { folder, environment, settings: { "slipway.pollingInterval": 1 } };
    },
    async (opened) => {
      window = opened;
      steps = new RegistrySteps(window);
      await window.showSlipway();
    },
  );

  /** Nothing is offered that could not be recorded, and the view of promotions says so. */
  const noPromotion = async (version: Locator) => {
    await version.hover();
    await window.page.getByText("has no place for the record of a promotion").first().waitFor();
    assert.equal(await version.getByRole("button", { name: /promotion/i }).count(), 0);
  };

  it("an mlruns folder: runs are compared, and a version is promoted", async () => {
    twoRunsOfFiles(join(scratch, "mlruns"));
    await steps.address(join(scratch, "mlruns"));
    await steps.compare("Default", ["second", "first"], ["0.950", "0.900"]);
    await steps.picture("mlruns-compare");
    await steps.promote("scorer", "2");
    await steps.picture("mlruns");
  });

  describe("a project of GitLab (a fake of it)", () => {
    let fake: FakeGitLab;
    let compared: Frame;
    before(async () => {
      fake = await projectOfGitLab();
    });
    after(() => fake.stop());

    const runsStay = async () => {
      await compared.locator(".notices").filter({ hasText: "As of" }).first().waitFor();
      assert.equal(await compared.locator(".chip").count(), 2);
      assert.ok((await compared.locator("slipway-curve-chart").count()) > 0);
    };

    it("asks again how to sign in where a token is refused, and shows and compares its runs", async () => {
      await steps.address(fake.url);
      await steps.token("glpat-mistyped");
      await steps.picture("gitlab-refused");
      await steps.choose("Sign in differently…");
      await steps.token("glpat-api");
      await steps.unfold("scorer", steps.version("108"));
      await noPromotion(steps.version("108"));
      compared = await steps.compare("fraud", [/run-49/, /run-48/], ["2.49", "2.48"]);
      await steps.picture("gitlab");
    });

    it("signed out: what there was stays, and says how to sign in", async () => {
      await steps.signOut();
      await steps.isOld("Registry wants a sign-in", window.row(/run-49/));
      await window.page.getByText("Sign in with a token of the scope api").first().waitFor();
      await runsStay();
      await steps.picture("gitlab-signed-out");
      await steps.signIn(() => steps.token("glpat-api"));
      await steps.isCurrent();
      await compared.getByText("As of").waitFor({ state: "detached" });
    });

    it("dead, and back with one run more: all is current without a click", async () => {
      fake.stop();
      await steps.isOld("Registry offline", window.row(/run-48/));
      await runsStay();
      await steps.picture("gitlab-dead");
      const [run] = fake.runs;
      assert.ok(run);
      fake.runs.push({ ...run, eid: run.eid.replace(/\d{12}$/, "9".repeat(12)), iid: 99, name: "run-of-after", start: Date.now() });
      await fake.restart();
      await window.row("run-of-after").waitFor();
      await steps.isCurrent();
      await compared.getByText("As of").waitFor({ state: "detached" });
    });
  });

  const workspaces = [
    ["the registry of a workspace of Databricks", "databricks://prod", "churn"],
    ["Unity Catalog", "databricks-uc://prod", "main.ml.churn"],
  ] as const;
  /** Asked for in the editor and on the web page of the workspace, and decided in the inbox of the editor. */
  const promotesThere = async ({ transitions, versions }: FakeDatabricks) => {
    await steps.promote("churn", "3");
    transitions.elsewhere("dora@example.com", "create", { name: "churn", version: "10", stage: "Production", comment: "please" });
    await window.row(/churn v10 → prod/).waitFor();
    await steps.picture("databricks-waiting");
    await steps.decide(/churn v10 → prod/);
    await steps.picture("databricks-applied");
    assert.deepEqual(transitions.open, []);
    const stages = versions.map(({ version, stage }) => [version, stage]).filter(([, stage]) => stage !== "None");
    assert.deepEqual(stages, [
      ["3", "Archived"],
      ["10", "Production"],
    ]);
  };
  describe("Databricks (a fake of it)", () => {
    for (const [title, uri, model] of workspaces)
      it(`${title} follows its profile, which is how one signs in and out, and the server`, async () => {
        const fake = await FakeDatabricks.start([model]);
        try {
          await writeFile(profiles, "");
          await steps.address(uri);
          await window.page.locator(".quick-input-widget").filter({ hasText: "There is no profile prod" }).waitFor();
          await writeFile(profiles, `[prod]\nhost = ${fake.url}\ntoken = dapi-pat\n`);
          await steps.choose("Try again");
          await steps.unfold(model, steps.version("10"));
          await steps.compare("/Users/ana/fraud", [/^of r10/, /^first/], ["0.250", "0.500"]);
          await steps.picture(`${uri.slice(0, uri.indexOf(":"))}-compare`);
          if (uri === "databricks://prod") await promotesThere(fake);
          else await noPromotion(steps.version("10"));
          await writeFile(profiles, "");
          await steps.isOld("Registry wants a sign-in", steps.version("10"));
          await window.page.getByText("databricks auth login --profile prod").first().waitFor();
          await steps.picture(`${uri.slice(0, uri.indexOf(":"))}-signed-out`);
          await writeFile(profiles, `[prod]\nhost = ${fake.url}\ntoken = dapi-pat\n`);
          await steps.isCurrent();
          fake.stop();
          await steps.isOld("Registry offline", steps.version("10"));
          fake.versions.push({ name: model, version: "11", run_id: "r1", tags: new Map(), stage: "None" });
          await fake.restart();
          await window.row(/^v11/).waitFor();
          await steps.isCurrent();
        } finally {
          fake.stop();
        }
      });
  });

  describe("a real MLflow with --app-name basic-auth", () => {
    let server: MlflowServer | undefined;
    let door: Door;
    let url: string;
    before(async function () {
      const python = await requireBasicAuth(this);
      const served = await mkdtemp(join(scratch, "served-"));
      await cp(join(repositoryRoot, "examples/fraud-detection/mlflow.db"), join(served, "mlflow.db"));
      server = await startWithUsers(python, served);
      door = new Door(Number(new URL(server.url).port));
      url = await door.restart();
    });
    after(async () => {
      door?.stop();
      await server?.stop();
    });

    it("asks again where a password is refused, compares runs and promotes a version", async () => {
      await steps.address(url);
      await steps.password(admin.username, "mistyped");
      await steps.choose("Sign in differently…");
      await steps.password(admin.username, admin.password);
      await window.row("fraud/gbm-sweep").waitFor();
      await steps.compare("fraud/gbm-sweep", [/gbm-040/, /gbm-038/], [/0\.967/, /0\.97[34]/]);
      await steps.picture("mlflow-compare");
      await steps.promote("churn-ranker", "4", 15_000);
      await steps.picture("mlflow");
    });

    it("is signed out of and in again, dies and is back", async () => {
      await steps.signOut();
      await steps.isOld("Registry wants a sign-in", window.row("fraud/gbm-sweep"));
      await steps.picture("mlflow-signed-out");
      await steps.signIn(() => steps.password(admin.username, admin.password));
      await steps.isCurrent();
      door.stop();
      await steps.isOld("Registry offline", window.row("fraud/gbm-sweep"));
      await door.restart();
      await steps.isCurrent();
    });
  });

  describe("afterwards", () => {
    it("leaves no token and no password in any file or on the screen", async () => {
      const text = (await window.page.locator("body").textContent()) ?? "";
      for (const secret of ["glpat-api", "glpat-mistyped", "dapi-pat", admin.password]) {
        assert.deepEqual(await window.filesWith(secret), [], secret);
        assert.ok(!text.includes(secret), secret);
      }
    });
  });
});

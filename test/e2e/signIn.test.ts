import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { admin, requireBasicAuth, startWithUsers } from "../contract/basicAuth.ts";
import type { MlflowServer } from "../contract/realMlflow.ts";
import { FakeDatabricks } from "../databricks/fakeDatabricks.ts";
import type { FakeGitLab } from "../gitlab/fakeGitLab.ts";
import { projectOfGitLab } from "../gitlab/project.ts";
import { type EditorWindow, repositoryRoot } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

/** Stands before a server that takes long to start: it dies, and is back at the same port. */
class Door {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;

  constructor(target: number) {
    this.#server = createServer((socket) => {
      const onward = connect(target, "127.0.0.1");
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) {
        this.#sockets.add(end);
        end.on("error", () => end.destroy()).on("close", () => this.#sockets.delete(end));
      }
    });
  }

  async restart(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(this.#port, "127.0.0.1", done));
    const address = this.#server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    return `http://127.0.0.1:${this.#port}`;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe("signing in and out, and a server that dies and returns, in the real editor", () => {
  let window: EditorWindow;
  let scratch: string;
  let folder: string;
  let profiles: string;

  withWindow(
    async (given) => {
      scratch = given;
      profiles = join(scratch, "profiles");
      folder = await mkdtemp(join(scratch, "folder-"));
      const environment = { MLFLOW_TRACKING_URI: "", DATABRICKS_CONFIG_FILE: profiles };
      return { folder, environment, settings: { "slipway.pollingInterval": 1 } };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  const picture = async (name: string) => {
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence === undefined) return;
    await mkdir(evidence, { recursive: true });
    await window.page.screenshot({ path: join(evidence, `${name}.png`) });
  };
  const choose = (text: string) => window.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first().click();
  /** Into the input with this text above or in it. */
  const type = async (about: string, text: string) => {
    const widget = window.page.locator(".quick-input-widget").filter({ hasText: about });
    await widget.waitFor();
    await widget.locator("input").first().fill(text);
    await window.page.keyboard.press("Enter");
  };
  const address = async (uri: string) => {
    await window.run("Slipway: Connect to an MLflow Server…");
    await type("Address of the server", uri);
  };
  const token = async (text: string) => {
    await choose("Token");
    await type("Token, kept in the keychain", text);
  };
  const password = async (text: string) => {
    await choose("User name and password");
    await type("User name", admin.username);
    await type("Password, kept in the keychain", text);
  };
  /** A row that is pressed while the tree draws itself anew may fold again. */
  const unfold = async (row: string, child: string | RegExp) => {
    const isThere = () =>
      window
        .row(child)
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    for (let tries = 0; tries < 8; tries++) {
      await window.expand(row);
      if (await isThere()) return;
    }
    assert.fail(`${row} does not unfold`);
  };
  const said = (text: string) => window.page.locator(".statusbar-item").filter({ hasText: text });
  const asOf = () => window.page.locator(".pane-header").filter({ hasText: /as of \d/ });
  /** What there was stays, with its time. */
  const isOld = async (why: string, row: string | RegExp) => {
    await said(why).waitFor();
    for (const view of ["Experiments", "Models"]) await asOf().filter({ hasText: view }).waitFor();
    await window.row(row).waitFor();
  };
  const isCurrent = async () => {
    await said("Registry").waitFor({ state: "detached" });
    await asOf().first().waitFor({ state: "detached", timeout: 120_000 });
  };
  const signOut = async () => {
    await window.run("Slipway: Switch Registry…");
    await choose("Sign Out of");
  };
  const signIn = async (how: () => Promise<void>) => {
    await window.row("Sign in…").click();
    await window.page.locator(".quick-input-widget").filter({ hasText: "Address of the server" }).waitFor();
    await window.page.keyboard.press("Enter");
    await how();
  };

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
      await address(fake.url);
      await token("glpat-mistyped");
      await picture("gitlab-refused");
      await choose("Sign in differently…");
      await token("glpat-api");
      await unfold("fraud", /run-49/);
      await unfold("scorer", /v108/);
      await window.row(/run-49/).click();
      await window.row(/run-48/).click({ modifiers: ["ControlOrMeta"] });
      await window.run("Slipway: Compare Selected Runs");
      compared = await window.pageWith("slipway-compare .chip");
      await compared.locator("slipway-curve-chart").first().waitFor();
      await picture("gitlab");
    });

    it("signed out: what there was stays, and says how to sign in", async () => {
      await signOut();
      await isOld("Registry wants a sign-in", /run-49/);
      await window.page.getByText("Sign in with a token of the scope api").first().waitFor();
      await runsStay();
      await picture("gitlab-signed-out");
      await signIn(() => token("glpat-api"));
      await isCurrent();
      await compared.getByText("As of").waitFor({ state: "detached" });
    });

    it("dead, and back with one run more: all is current without a click", async () => {
      fake.stop();
      await isOld("Registry offline", /run-48/);
      await runsStay();
      await picture("gitlab-dead");
      const [run] = fake.runs;
      assert.ok(run);
      fake.runs.push({ ...run, eid: run.eid.replace(/\d{12}$/, "9".repeat(12)), iid: 99, name: "run-of-after", start: Date.now() });
      await fake.restart();
      await window.row("run-of-after").waitFor();
      await isCurrent();
      await compared.getByText("As of").waitFor({ state: "detached" });
    });
  });

  const workspaces = [
    ["the registry of a workspace of Databricks", "databricks://prod", "churn"],
    ["Unity Catalog", "databricks-uc://prod", "main.ml.churn"],
  ] as const;
  describe("Databricks (a fake of it)", () => {
    for (const [title, uri, model] of workspaces)
      it(`${title} follows its profile, which is how one signs in and out, and the server`, async () => {
        const fake = await FakeDatabricks.start([model]);
        try {
          await writeFile(profiles, "");
          await address(uri);
          await window.page.locator(".quick-input-widget").filter({ hasText: "There is no profile prod" }).waitFor();
          await writeFile(profiles, `[prod]\nhost = ${fake.url}\ntoken = dapi-pat\n`);
          await choose("Try again");
          await unfold(model, /^v10\b/);
          await writeFile(profiles, "");
          await isOld("Registry wants a sign-in", /^v10\b/);
          await window.page.getByText("databricks auth login --profile prod").first().waitFor();
          await picture(`${uri.slice(0, uri.indexOf(":"))}-signed-out`);
          await writeFile(profiles, `[prod]\nhost = ${fake.url}\ntoken = dapi-pat\n`);
          await isCurrent();
          fake.stop();
          await isOld("Registry offline", /^v10\b/);
          fake.versions.push({ name: model, version: "11", run_id: "r1", tags: new Map(), stage: "None" });
          await fake.restart();
          await window.row(/^v11/).waitFor();
          await isCurrent();
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
      // Each request has a password to compare with its hash, which is made to take time.
      window.page.setDefaultTimeout(120_000);
    });
    after(async () => {
      door?.stop();
      await server?.stop();
    });

    it("asks again where a password is refused, is signed out of and in again, dies and is back", async () => {
      await address(url);
      await password("mistyped");
      await choose("Sign in differently…");
      await password(admin.password);
      await window.row("fraud/gbm-sweep").waitFor();
      await window.row("fraud-scorer").waitFor();
      await picture("mlflow");
      await signOut();
      await isOld("Registry wants a sign-in", "fraud/gbm-sweep");
      await picture("mlflow-signed-out");
      await signIn(() => password(admin.password));
      await isCurrent();
      door.stop();
      await isOld("Registry offline", "fraud/gbm-sweep");
      await door.restart();
      await isCurrent();
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

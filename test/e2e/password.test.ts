import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

describe("a password in the address of a server", () => {
  let scratch: string;
  let folder: string;
  let server: Server;
  let host: string;
  let browser: Browser;
  let window: EditorWindow | undefined;
  /** Another one each time, with a character that an address has to encode. */
  let password: string;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-password-"));
    browser = await launchBrowser();
    server = createServer((request, response) => {
      const known = request.headers.authorization === `Basic ${Buffer.from(`ana:${password}`).toString("base64")}`;
      const experiments = request.url?.includes("experiments/search")
        ? { experiments: [{ experiment_id: "1", name: "behind a door" }] }
        : {};
      response.writeHead(known ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(known ? experiments : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(async () => {
    password = `${randomBytes(9).toString("hex")}@`;
    folder = await mkdtemp(join(scratch, "folder-"));
  });

  afterEach(async function () {
    if (window !== undefined) await keepFailure(this.currentTest, { window });
    await window?.close();
    window = undefined;
  });

  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  });

  /** The part of the password that is spelt alike everywhere. */
  const secret = () => password.slice(0, -1);

  async function filesWithPassword(): Promise<string[]> {
    const ours = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = ours.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const holding = await Promise.all(files.map(async (file) => ((await readFile(file, "utf8")).includes(secret()) ? [file] : [])));
    return [...holding.flat(), ...((await window?.filesWith(secret())) ?? [])];
  }

  it("typed into Connect: it signs in, and stands in no file", async () => {
    window = await EditorWindow.open(browser, { folder, settings: { "slipway.pollingInterval": 1 } });
    await window.showSlipway();
    await window.run("Slipway: Connect to an MLflow Server…");
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    await input.fill(`http://ana:${encodeURIComponent(password)}@${host}`);
    await input.press("Enter");
    await window.row("behind a door").waitFor();
    assert.deepEqual(await filesWithPassword(), []);
    assert.ok(!(await window.page.locator("body").textContent())?.includes(secret()));
    assert.match(await readFile(join(folder, ".vscode", "settings.json"), "utf8"), new RegExp(`"http://${host}"`));
  });

  it("found in the settings: it works, is never shown, and one press moves it to the keychain", async () => {
    await mkdir(join(folder, ".vscode"));
    const settings = { "slipway.registry": `http://ana:${encodeURIComponent(password)}@${host}` };
    await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
    window = await EditorWindow.open(browser, { folder, settings: { "slipway.pollingInterval": 1 } });
    await window.showSlipway();
    await window.row("behind a door").waitFor();
    const notice = await window.notification(/The setting slipway\.registry holds a password/);
    assert.ok(!(await window.page.locator("body").textContent())?.includes(secret()));
    assert.ok((await filesWithPassword()).includes(join(folder, ".vscode", "settings.json")));
    await notice.getByRole("button", { name: "Move to Keychain" }).click();
    await notice.waitFor({ state: "detached" });
    while ((await filesWithPassword()).length > 0) await window.page.waitForTimeout(100);
    assert.match(await readFile(join(folder, ".vscode", "settings.json"), "utf8"), new RegExp(`"http://${host}"`));
    await window.run("Slipway: Refresh");
    await window.row("behind a door").waitFor();
  });
});

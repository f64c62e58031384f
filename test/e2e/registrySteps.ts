import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Frame, Locator } from "playwright-core";
import type { EditorWindow } from "./editorWindow.ts";

/** What a person does with a registry in a window, whichever kind it is of, and what is then to be seen. */
export class RegistrySteps {
  readonly #window: EditorWindow;

  constructor(window: EditorWindow) {
    this.#window = window;
  }

  /** Keeps what is on the screen, where `SLIPWAY_EVIDENCE` names a folder. */
  async picture(name: string): Promise<void> {
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence === undefined) return;
    await mkdir(evidence, { recursive: true });
    await this.#window.page.screenshot({ path: join(evidence, `${name}.png`) });
  }

  async choose(text: string): Promise<void> {
    // What the pointer rests on says more of itself, over the other choices.
    await this.#window.page.mouse.move(1, 1);
    await this.#window.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first().click();
  }

  /** Into the input with this text above or in it. */
  async type(about: string, text: string): Promise<void> {
    const widget = this.#window.page.locator(".quick-input-widget").filter({ hasText: about });
    await widget.waitFor();
    await widget.locator("input").first().fill(text);
    await this.#window.page.keyboard.press("Enter");
  }

  async address(uri: string): Promise<void> {
    await this.#window.run("Slipway: Connect to an MLflow Server…");
    await this.type("Address of the server", uri);
  }

  async token(text: string): Promise<void> {
    await this.choose("Token");
    await this.type("Token, kept in the keychain", text);
  }

  async password(username: string, text: string): Promise<void> {
    await this.choose("User name and password");
    await this.type("User name", username);
    await this.type("Password, kept in the keychain", text);
  }

  async signOut(): Promise<void> {
    await this.#window.run("Slipway: Switch Registry…");
    await this.choose("Sign Out of");
  }

  async signIn(how: () => Promise<void>): Promise<void> {
    await this.#window.row("Sign in…").click();
    await this.#window.page.locator(".quick-input-widget").filter({ hasText: "Address of the server" }).waitFor();
    await this.#window.page.keyboard.press("Enter");
    await how();
  }

  /** A row that is pressed while the tree draws itself anew may fold again. */
  async unfold(row: string, child: Locator): Promise<void> {
    for (let tries = 0; tries < 8; tries++) {
      await this.#window.expand(row);
      if (await comes(child)) return;
    }
    assert.fail(`${row} does not unfold`);
  }

  /** Two runs of an experiment side by side, alone on the screen, with a value of each. */
  async compare(
    experiment: string,
    runs: readonly [string | RegExp, string | RegExp],
    values: readonly (string | RegExp)[],
  ): Promise<Frame> {
    const [first, second] = runs;
    await this.unfold(experiment, this.#window.row(first));
    await this.#window.row(first).click();
    await this.#window.row(second).click({ modifiers: ["ControlOrMeta"] });
    await this.#window.run("View: Close All Editors");
    await this.#window.run("Slipway: Compare Selected Runs");
    const page = await this.#window.pageWith("slipway-compare .chip");
    for (const value of values) await page.getByText(value).first().waitFor();
    await page.locator("slipway-curve-chart").first().waitFor();
    return page;
  }

  /** The row of a version; its text goes on with its age, or what it is. */
  version(version: string): Locator {
    const { page } = this.#window;
    return page
      .locator(".pane-body .monaco-list-row")
      .filter({ has: page.locator(".label-name").getByText(`v${version}`, { exact: true }) })
      .first();
  }

  /** Asks for prod with one press on a version, finds the request in the inbox, and decides it there; a press takes effect within `takes` ms. */
  async promote(model: string, version: string, takes = 5000): Promise<void> {
    const asked = new RegExp(`${model} v${version} → prod`);
    const row = this.version(version);
    await this.unfold(model, row);
    await this.#window.press(row, /Request [Pp]romotion/, this.#window.row(asked), takes);
    await this.decide(asked, takes);
  }

  async decide(asked: RegExp, takes = 5000): Promise<void> {
    await this.#window.press(this.#window.row(asked), "Approve", this.#window.row(new RegExp(`${asked.source}.*applied`)), takes);
  }

  #said(text: string): Locator {
    return this.#window.page.locator(".statusbar-item").filter({ hasText: text });
  }

  #asOf(): Locator {
    return this.#window.page.locator(".pane-header").filter({ hasText: /as of \d/ });
  }

  /** What there was stays, with its time. */
  async isOld(why: string, row: Locator): Promise<void> {
    await this.#said(why).waitFor();
    for (const view of ["Experiments", "Models"]) await this.#asOf().filter({ hasText: view }).waitFor();
    await row.waitFor();
  }

  async isCurrent(): Promise<void> {
    await this.#said("Registry").waitFor({ state: "detached" });
    await this.#asOf().first().waitFor({ state: "detached", timeout: 120_000 });
  }
}

function comes(element: Locator): Promise<boolean> {
  return element.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

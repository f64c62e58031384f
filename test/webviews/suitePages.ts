import assert from "node:assert/strict";
import type { PanelName } from "#protocol/viewIds.ts";
import { type Fixture, type OpenPanel, PanelBrowser } from "./harness.ts";
import type { ThemeName } from "./themes.ts";

/** The pages of one panel that the tests of a `describe` open, one after the other. Make one in the `describe`. */
export class SuitePages {
  readonly #panel: PanelName;
  #browser: PanelBrowser | undefined;
  #open: OpenPanel | undefined;

  /** Starts a browser before the tests of the `describe`; each test fails on a violation of the CSP, or an error, in its page. */
  constructor(panel: PanelName) {
    this.#panel = panel;
    before(async () => {
      this.#browser = await PanelBrowser.start(panel);
    });
    after(() => this.#browser?.stop());
    const pages = this;
    afterEach(async function () {
      await pages.#browser?.keepPictureOfFailure(this.currentTest);
      assert.deepEqual(pages.open.troubles, [], "no violation of the CSP, no error in the page");
    });
  }

  /** The page that was opened last. */
  get open(): OpenPanel {
    assert.ok(this.#open);
    return this.#open;
  }

  /** Opens a page in place of the one before; `size` in px. */
  async show(fixture: Fixture, theme?: ThemeName, size?: { readonly width: number; readonly height: number }): Promise<OpenPanel> {
    assert.ok(this.#browser);
    this.#open = await this.#browser.open(this.#panel, fixture, theme, size);
    return this.#open;
  }
}

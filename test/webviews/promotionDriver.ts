import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  type ActParams,
  type PromotionViewState,
  promotionActRequest,
  promotionPageRequest,
  promotionStateChanged,
} from "#protocol/views/promotion.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { type SamplePages, samplePages } from "./promotionFixture.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";
import { untilTrue } from "./untilTrue.ts";

export const hostile = "<img src=x onerror=alert(1)>";
export const problem = { kind: "unavailable", message: "mlflow.db is locked.", next: "Close the program that writes to it." };

/** The open Promotion page of a test, and what a person could see and the host could hear. Make one in a `describe`. */
export class PromotionDriver {
  readonly #pages = new SuitePages("promotion");
  #sample: SamplePages | undefined;

  constructor() {
    before(async () => {
      this.#sample = await samplePages();
    });
  }

  get sample(): SamplePages {
    assert.ok(this.#sample);
    return this.#sample;
  }

  get open(): OpenPanel {
    return this.#pages.open;
  }

  /** Opens the page; `ready` is the selector of what it waits for. */
  async start(fixture: Fixture, theme: ThemeName = "dark", width = 1280, ready = "h1"): Promise<Page> {
    const { page } = await this.#pages.show(fixture, theme, { width, height: 1000 });
    await page.locator(ready).waitFor();
    return page;
  }

  /** Acts that the page asked for, oldest first. */
  acts(): ActParams[] {
    return this.open.asked.filter(({ method }) => method === promotionActRequest.method).map(({ params }) => params as ActParams);
  }

  /** Targets that the page was read for, oldest first. */
  reads(): unknown[] {
    return this.open.asked.filter(({ method }) => method === promotionPageRequest.method).map(({ params }) => params);
  }

  sent(method: string): unknown[] {
    return this.open.sent.filter((message) => message.method === method).map(({ params }) => params);
  }

  lastState(): PromotionViewState | undefined {
    return this.sent(promotionStateChanged.method).at(-1) as PromotionViewState | undefined;
  }
}

/** A promise that is kept open until the test lets go. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

export const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts();
export const box = (page: Page) => page.locator("#comment");
export const focused = (page: Page, selector: string) => untilTrue(page, `document.activeElement?.matches(${JSON.stringify(selector)})`);

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { cssVariables } from "./cssVariables.ts";
import { icon } from "./icon.ts";
import type { MenuItem } from "./menu.ts";
import { PageElement } from "./page.ts";

/** Entries of a menu in parts: a line stands between them. */
export interface PopupContent {
  readonly label: string;
  readonly parts: readonly (readonly MenuItem[])[];
  /** Of each part; empty: it has none. */
  readonly titles?: readonly string[];
  /** px in the window: where it opens. */
  readonly x: number;
  readonly y: number;
}

/**
 * A menu at a place of the page, as VS Code's context menus are: arrows move, Home and End too, Enter takes, Escape closes and gives the
 * focus back to what had it.
 */
export class Popup extends PageElement {
  static override properties = { content: { attribute: false }, close: { attribute: false } };
  declare content: PopupContent;
  declare close: () => void;
  #before: Element | null = null;

  constructor() {
    super();
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.close();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#before = document.activeElement;
  }

  override render(): TemplateResult {
    const { label, parts, titles = [], x, y } = this.content;
    const filled = parts.map((items, at) => ({ items, title: titles[at] ?? "" })).filter(({ items }) => items.length > 0);
    return html`<div class="menu popup" role="menu" aria-label=${label} ${cssVariables({ "--x": `${x}px`, "--y": `${y}px` })}>
      ${filled.map(
        ({ items, title }, at) => html`${at > 0 ? html`<div class="menu-line" role="separator"></div>` : nothing}
          <div role="group" aria-label=${title || nothing}>
            ${title === "" ? nothing : html`<div class="menu-title" aria-hidden="true">${title}</div>`}${items.map((item) => this.#item(item))}
          </div>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("content")) return;
    const menu = this.querySelector<HTMLElement>(".popup");
    if (menu === null) return;
    const { x, y } = this.content;
    // Not beyond the window's edges.
    menu.style.setProperty("--x", `${Math.max(0, Math.min(x, window.innerWidth - menu.offsetWidth - 4))}px`);
    menu.style.setProperty("--y", `${Math.max(0, Math.min(y, window.innerHeight - menu.offsetHeight - 4))}px`);
    this.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }

  #item(item: MenuItem): TemplateResult {
    const isChoice = item.checked !== undefined;
    return html`<button type="button" class="menu-item" role=${isChoice ? "menuitemcheckbox" : "menuitem"}
      aria-checked=${isChoice ? String(item.checked) : nothing} tabindex="-1"
      @click=${() => {
        this.#leave();
        item.run();
      }}>${icon(item.checked ? "check" : "blank")}<span class="menu-text">${item.label}</span></button>`;
  }

  #leave(): void {
    const before = this.#before;
    this.close();
    if (before instanceof HTMLElement) before.focus();
  }

  #key(event: KeyboardEvent): void {
    const items = [...this.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") this.#leave();
    else if (to !== undefined) items[to % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("slipway-popup", Popup);

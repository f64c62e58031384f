import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon } from "./icon.ts";
import { PageElement } from "./page.ts";

/** One entry of a menu. `checked` makes it a choice among others. */
export interface MenuItem {
  readonly label: string;
  readonly checked?: boolean;
  /** Of such entries several can be checked. */
  readonly several?: true;
  readonly run: () => void;
}

/**
 * A button that opens a short menu, as VS Code's own menus work: Enter, Space or Down opens, arrows move, Enter takes, Escape closes
 * and gives the focus back. For choices that stand in a row of text, where a select box would be too much.
 */
export class Menu extends PageElement {
  static override properties = {
    label: { type: String },
    text: { type: String },
    items: { attribute: false },
    open: { state: true },
  };
  /** Name and tooltip of the button. */
  declare label: string;
  /** What the button shows before its arrow; may be empty. `…` says by itself that there is more. */
  declare text: string;
  declare items: readonly MenuItem[];
  declare private open: boolean;

  constructor() {
    super();
    this.label = "";
    this.text = "";
    this.items = [];
    this.open = false;
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.open = false;
    });
  }

  override render(): TemplateResult {
    return html`<button type="button" class="plain-button menu-button" title=${this.label} aria-label=${`${this.label} ${this.text}`.trim()}
        aria-haspopup="menu" aria-expanded=${this.open ? "true" : "false"} @click=${this.#toggle}>
        ${this.text === "…" ? icon("ellipsis") : html`${this.text === "" ? nothing : html`<span class="menu-word">${this.text}</span>`}${icon("chevron-down", "menu-arrow")}`}
      </button>
      ${this.open ? html`<div class="menu" role="menu" aria-label=${this.label}>${this.items.map((item) => this.#item(item))}</div>` : nothing}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("open") || !this.open) return;
    const menu = this.querySelector(".menu");
    // It ends where its button does; that of a button at the left begins there.
    if ((menu?.getBoundingClientRect().left ?? 0) < 0) menu?.classList.add("menu-from-left");
    const items = [...this.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }

  #item(item: MenuItem): TemplateResult {
    const isChoice = item.checked !== undefined;
    return html`<button type="button" class="menu-item" role=${isChoice ? (item.several ? "menuitemcheckbox" : "menuitemradio") : "menuitem"}
      aria-checked=${isChoice ? String(item.checked) : nothing} tabindex="-1"
      @click=${() => {
        this.#close();
        item.run();
      }}>${isChoice ? icon(item.checked ? "check" : "blank") : nothing}${item.label}</button>`;
  }

  readonly #toggle = (): void => {
    this.open = !this.open;
  };

  #close(): void {
    this.open = false;
    this.querySelector<HTMLElement>(".menu-button")?.focus();
  }

  #key(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (!this.open) {
      if (event.key !== "ArrowDown" || event.ctrlKey || event.metaKey) return;
      this.open = true;
    } else if (event.key === "Escape") {
      this.#close();
    } else {
      const move = moves[event.key];
      if (move === undefined) return;
      const items = [...this.querySelectorAll<HTMLElement>("[role^=menuitem]")];
      const at = items.indexOf(document.activeElement as HTMLElement);
      items[(at + move + items.length) % items.length]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("slipway-menu", Menu);

/** A menu in a template. */
export function menu(label: string, text: string, items: readonly MenuItem[]): TemplateResult {
  return html`<slipway-menu .label=${label} .text=${text} .items=${items}></slipway-menu>`;
}

/** Copy as Markdown on a click, CSV and more in the menu beside it. */
export function copyMenu(what: string, copy: (format: "Markdown" | "CSV") => void, more: readonly MenuItem[] = []): TemplateResult {
  const label = `Copy ${what} as Markdown`;
  return html`<span class="copy-menu"><button type="button" class="icon-button" title=${label} aria-label=${label}
      @click=${() => copy("Markdown")}>${icon("copy")}</button>${menu(`Copy ${what} as`, "", [
        { label: "Copy as Markdown", run: () => copy("Markdown") },
        { label: "Copy as CSV", run: () => copy("CSV") },
        ...more,
      ])}</span>`;
}

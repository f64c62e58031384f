import { LitElement } from "lit";

/**
 * A page or a part of one as an element without a shadow root: the page's one style sheet, codicons and tables reach it.
 * `static properties` with `declare`d fields stand for decorators, which Node's type stripping does not take.
 */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

import { noChange } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";

class CssVariables extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("cssVariables stands in the element's tag");
  }

  override render(_variables: Readonly<Record<`--${string}`, string>>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [variables]: [Readonly<Record<`--${string}`, string>>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
    return noChange;
  }
}

/**
 * Sets CSS variables of an element from script: `<div ${cssVariables({ "--columns": "4" })}>`. The page's CSP refuses style
 * attributes, and with them Lit's `styleMap`; the style object of an element is allowed.
 */
export const cssVariables = directive(CssVariables);

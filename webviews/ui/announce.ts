let region: HTMLElement | undefined;

/** Has a screen reader say `text` when it is done with what it is saying. Nothing changes on the screen. */
export function announce(text: string): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "screen-reader-only";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  region.textContent = text;
}

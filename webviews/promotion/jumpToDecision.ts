/** Alt+C leads to the comment box from anywhere, and from there back to the gates. */
export function jumpToDecision(event: KeyboardEvent, page: ParentNode): void {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.code !== "KeyC") return;
  const box = page.querySelector<HTMLElement>("#comment");
  const target = document.activeElement === box ? page.querySelector<HTMLElement>('[data-section="gates"] .section-toggle') : box;
  if (!target) return;
  event.preventDefault();
  target.focus();
}

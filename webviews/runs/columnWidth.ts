/** px between the edges of a cell and its text, and what a head has beside its name. */
const padding = 18;
const star = 24;

/** px that the head and the cells of a column on the screen take, not cut. */
export function widestOf(page: ParentNode, id: string): number {
  const cells = [...page.querySelectorAll<HTMLElement>("[data-column]")].filter((cell) => cell.dataset["column"] === id);
  const widths = cells.map((cell) => {
    const texts = [...cell.querySelectorAll<HTMLElement>(".cell-text, .head-name, .head-value, .sort-sign")];
    const own = texts.reduce((sum, text) => sum + text.scrollWidth, 0);
    return own + padding + (cell.querySelector(".star") === null ? 0 : star);
  });
  return Math.ceil(Math.max(0, ...widths));
}

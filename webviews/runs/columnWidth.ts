/** px between the edges of a cell and its text, and what a head has beside its name. */
const padding = 18;
const star = 24;

/** px that the head and the cells of a column on the screen take, not cut. */
export function widestOf(page: ParentNode, id: string): number {
  const cells = [...page.querySelectorAll<HTMLElement>("[data-column]")].filter((cell) => cell.dataset["column"] === id);
  const widths = cells.map((cell) => {
    // Beside a name stand signs that give way to nothing.
    const name = cell.querySelector<HTMLElement>(".run-name");
    if (name !== null) return cell.offsetWidth - name.clientWidth + textWidth(name);
    const parts = [...cell.querySelectorAll<HTMLElement>(".best-text, .head-name, .head-value, .sort-sign")];
    const own = parts.length === 0 ? textWidth(cell) : parts.reduce((sum, part) => sum + part.scrollWidth, 0);
    return own + padding + (cell.querySelector(".star") === null ? 0 : star);
  });
  return Math.ceil(Math.max(0, ...widths));
}

/** px, of a text that its element may cut. */
function textWidth(element: HTMLElement): number {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().width;
}

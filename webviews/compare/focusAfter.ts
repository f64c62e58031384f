/** What gets the focus where what has it is gone after an act: the chip of the same run or the one beside it, else the head of the section. */
export function focusAfter(held: Element): readonly string[] {
  const chip = held.closest(".chip-cell");
  const chips = [chip, chip?.nextElementSibling, chip?.previousElementSibling].flatMap((each) => {
    const run = (each as HTMLElement | null | undefined)?.dataset["run"];
    return run === undefined ? [] : [`.chip-cell[data-run="${CSS.escape(run)}"] .chip-main`];
  });
  const section = held.closest<HTMLElement>(".section")?.dataset["section"];
  const head = section === undefined ? [] : [`.section[data-section="${CSS.escape(section)}"] .section-toggle`];
  return [...chips, ...head, ".chip-main", "button"];
}

import { html, nothing, type TemplateResult } from "lit";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import type { TreeRow } from "./treeRows.ts";
import { stateIcons } from "./words.ts";

export interface TreeActs {
  choose(id: string): void;
  /** The line is shown, the keys stay here. */
  press(id: string): void;
  open(id: string): void;
  turn(id: string): void;
}

/** What a key does in the tree, as in VS Code's own: undefined, it is not ours. */
function keyAct(key: string, rows: readonly TreeRow[], chosen: string | undefined, acts: TreeActs): (() => void) | undefined {
  const at = rows.findIndex(({ id }) => id === chosen);
  const row = rows[at];
  const to = (index: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return next && (() => acts.choose(next.id));
  };
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
    PageDown: at + 10,
    PageUp: at - 10,
  };
  const step = steps[key];
  if (step !== undefined) return to(step);
  if (row === undefined) return undefined;
  if (key === "Enter" || key === " ") return () => acts.open(row.id);
  if (key === "ArrowRight") return row.isOpen === false ? () => acts.turn(row.id) : row.isOpen === true ? to(at + 1) : undefined;
  if (key !== "ArrowLeft") return undefined;
  if (row.isOpen === true) return () => acts.turn(row.id);
  const { parent } = row;
  return parent === undefined ? undefined : () => acts.choose(parent);
}

export function stageTree(rows: readonly TreeRow[], chosen: string | undefined, acts: TreeActs): TemplateResult {
  const focused = rows.some(({ id }) => id === chosen) ? chosen : rows[0]?.id;
  const onKey = (event: KeyboardEvent): void => {
    const act = keyAct(event.key, rows, focused, acts);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return html`<div class="tree" role="tree" aria-label="Stages" @keydown=${onKey}>
    ${rows.map((row) => rowTemplate(row, chosen, focused, acts))}
  </div>`;
}

function rowTemplate(
  { id, name, spoken, level, isOpen, state, note }: TreeRow,
  chosen: string | undefined,
  focused: string | undefined,
  acts: TreeActs,
): TemplateResult {
  return html`<div
    class="tree-row level-${level} ${id === chosen ? "tree-chosen" : ""}"
    role="treeitem"
    aria-level=${level}
    aria-selected=${id === chosen}
    aria-expanded=${isOpen ?? nothing}
    aria-label=${visibleText(spoken)}
    title=${visibleText(spoken)}
    data-row=${id}
    tabindex=${id === focused ? 0 : -1}
    @click=${() => acts.press(id)}
    @dblclick=${() => acts.open(id)}
  >
    ${isOpen === undefined ? html`<span class="twistie"></span>` : twistie(id, isOpen, acts)}
    ${state === undefined ? nothing : icon(stateIcons[state], `state-icon-${state}`)}
    <span class="tree-name">${visibleText(name)}</span>
    <span class="tree-note muted">${visibleText(note ?? "")}</span>
  </div>`;
}

/** Keys do it from the line: for the mouse. */
function twistie(id: string, isOpen: boolean, acts: TreeActs): TemplateResult {
  const turn = (event: MouseEvent): void => {
    event.stopPropagation();
    acts.turn(id);
  };
  return html`<span class="twistie codicon codicon-${isOpen ? "chevron-down" : "chevron-right"}" aria-hidden="true" @click=${turn}></span>`;
}

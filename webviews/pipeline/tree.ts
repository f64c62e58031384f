import { html, nothing, type TemplateResult } from "lit";
import type { PipelineGraph, PipelineNode } from "#protocol/views/pipeline.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import { spokenNode, stateIcons } from "./words.ts";

/** A line of the tree. */
export interface TreeRow {
  readonly node: PipelineNode;
  readonly level: number;
  /** Absent: it holds nothing. */
  readonly isOpen?: boolean;
}

/** Stages in the order of the file, those of an unfolded group below it. */
export function treeRows({ nodes }: PipelineGraph, open: readonly string[]): TreeRow[] {
  const members = Map.groupBy(nodes, ({ group }) => group);
  return (members.get(undefined) ?? [])
    .filter(({ kind }) => kind !== "data")
    .flatMap((node): TreeRow[] => {
      if (node.kind !== "group") return [{ node, level: 1 }];
      const isOpen = open.includes(node.id);
      return [{ node, level: 1, isOpen }, ...(isOpen ? (members.get(node.id) ?? []) : []).map((member) => ({ node: member, level: 2 }))];
    });
}

export interface TreeActs {
  choose(id: string): void;
  /** The line is shown, the keys stay here. */
  press(id: string): void;
  open(id: string): void;
  turn(id: string): void;
}

/** What a key does in the tree, as in VS Code's own: undefined, it is not ours. */
function keyAct(key: string, rows: readonly TreeRow[], chosen: string | undefined, acts: TreeActs): (() => void) | undefined {
  const at = rows.findIndex(({ node }) => node.id === chosen);
  const row = rows[at];
  const to = (index: number) => {
    const { node } = rows[Math.max(0, Math.min(rows.length - 1, index))] ?? {};
    return node && (() => acts.choose(node.id));
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
  if (key === "Enter" || key === " ") return () => acts.open(row.node.id);
  if (key === "ArrowRight") return row.isOpen === false ? () => acts.turn(row.node.id) : row.isOpen === true ? to(at + 1) : undefined;
  if (key !== "ArrowLeft") return undefined;
  if (row.isOpen === true) return () => acts.turn(row.node.id);
  const { group } = row.node;
  return group === undefined ? undefined : () => acts.choose(group);
}

export function stageTree(rows: readonly TreeRow[], chosen: string | undefined, acts: TreeActs): TemplateResult {
  const focused = rows.some(({ node }) => node.id === chosen) ? chosen : rows[0]?.node.id;
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
  { node, level, isOpen }: TreeRow,
  chosen: string | undefined,
  focused: string | undefined,
  acts: TreeActs,
): TemplateResult {
  const { id, name, note, state } = node;
  return html`<div
    class="tree-row level-${level} ${id === chosen ? "tree-chosen" : ""}"
    role="treeitem"
    aria-level=${level}
    aria-selected=${id === chosen}
    aria-expanded=${isOpen ?? nothing}
    aria-label=${visibleText(spokenNode(node))}
    title=${visibleText(spokenNode(node))}
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

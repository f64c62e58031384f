import { html, nothing, type TemplateResult } from "lit";
import { type AxisId, axisKey, newRelationState, type RelationState } from "#protocol/views/compareRelation.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { type ChartPicture, pictureItems } from "../charts/picture.ts";
import { icon } from "../ui/icon.ts";
import { copyMenu, type MenuItem, menu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import { loadingState } from "../ui/states.ts";
import { brushText, filterOfBrushes } from "./brush.ts";
import { explained } from "./explained.ts";
import type { AxisActs, ParallelPlot } from "./parallelPlot.ts";
import { axisChoices, type ChosenAxes, chosenAxes, directionOf } from "./relationAxes.ts";
import { withFold } from "./state.ts";
import type { CompareView } from "./view.ts";
import "./parallelPlot.ts";
import { relationAsTable, runsTable } from "./relatedRuns.ts";
import { type RelationModel, relationModel } from "./relationModel.ts";
import type { RelationStore } from "./relationStore.ts";
import type { ScatterAxes, ScatterPlot } from "./scatterPlot.ts";
import "./scatterPlot.ts";

/** How the compared runs lie among the others of their experiment: parallel coordinates, a scatter, what goes with a metric. */
export function relationSection(view: CompareView, store: RelationStore): TemplateResult {
  const state = view.state.relation ?? newRelationState;
  const chosen = chosenAxes(view, state);
  const isFolded = view.state.folded.includes("relation");
  const { value: data } = store.relation.last;
  const model = data && !isFolded ? relationModel(view, state, data) : undefined;
  return section({
    name: "relation",
    title: "Relation",
    summary: data
      ? summary(data.ids.length - data.compared, view.data.runs.length, data.isPartial)
      : "the runs among the others of the experiment",
    tools: html`<span class="tool"><span class="muted">Axes:</span>${menu("Axes", `${chosen.axes.length} of ${axisChoices(view).total}`, axisItems(view, state, chosen))}</span>
      ${model ? html`${menu("Picture of the parallel coordinates", "…", pictures<ParallelPlot>(view, "slipway-parallel-plot"))}${copyMenu("relation", (format) => view.copy(relationAsTable(model, shownAxes(chosen)), format, "relation"))}` : nothing}`,
    folded: isFolded,
    onToggle: (name) => view.change(withFold(view.state, name)),
    body: () => body(view, store, state, chosen, model),
  });
}

function summary(others: number, compared: number, isPartial: boolean): string {
  const which = isPartial ? "newest others" : "others";
  if (others === 0) return `${compared} compared in colour`;
  return `${compared} compared in colour, ${others} ${others === 1 ? "other" : which} in grey`;
}

/** All that is drawn, each axis once. */
function shownAxes({ axes, x, y, size }: ChosenAxes): AxisId[] {
  return [...new Set([...axes, ...[x, y, size].filter((id) => id !== undefined)])];
}

function body(
  view: CompareView,
  store: RelationStore,
  state: RelationState,
  chosen: ChosenAxes,
  model: RelationModel | undefined,
): TemplateResult {
  const runIds = view.data.runs.map((run) => run.id);
  store.relation.want({ runIds, axes: [...new Set([...shownAxes(chosen), ...(Object.keys(state.brushes) as AxisId[])])] });
  const { problem } = store.relation.last;
  const failed = problem ? html`<p role="alert">${visibleText(problem.message)} ${visibleText(problem.next)}</p>` : nothing;
  if (!model) return html`${failed}${problem ? nothing : loadingState("Reading the runs of the experiment…")}`;
  const { x, y } = chosen;
  const axes = chosen.axes.filter((id) => model.axes.has(id));
  return html`<div class="relation-body">${failed}${brushLine(view, state, model)}
    <div class="relation">
      <slipway-parallel-plot .model=${model} .axes=${axes} .acts=${actsOf(view, state, chosen)}></slipway-parallel-plot>
      ${x !== undefined && y !== undefined && model.axes.has(x) && model.axes.has(y) ? scatter(view, state, chosen, model, { x, y }) : nothing}
    </div>
    ${runsTable(view, model, shownAxes(chosen), Object.keys(state.brushes).length > 0)}${explained(view, store, state, chosen.explained)}</div>`;
}

/** What is brushed, how many runs are inside, and the way to see them as rows. */
function brushLine(view: CompareView, state: RelationState, model: RelationModel): TemplateResult {
  const brushes = Object.entries(state.brushes) as [AxisId, RelationState["brushes"][string]][];
  if (brushes.length === 0) return html`<p class="relation-line muted">Drag along an axis to choose runs by their values.</p>`;
  const inside = model.runs.filter((run) => run.isInside);
  const compared = inside.filter((run) => run.swatch).length;
  return html`<div class="relation-line">${brushes.map(
    ([id, brush]) => html`<button type="button" class="brush-chip" title=${`Take the brush off ${visibleText(axisKey(id))}`}
      @click=${() => view.change({ ...view.state, relation: withBrush(state, id, undefined) })}>${visibleText(axisKey(id))} ${visibleText(brushText(brush))}${icon("close")}</button>`,
  )}<span role="status"><strong>${inside.length} of ${model.runs.length} runs</strong> <span class="muted">inside, ${compared} of them compared</span></span>${asFilter(view, state, model)}</div>`;
}

function asFilter(view: CompareView, state: RelationState, { data }: RelationModel): TemplateResult {
  const experimentId = view.data.runs[0]?.experimentId ?? "";
  if (view.data.experiment === "")
    return html`<span class="muted relation-filter">The runs are of several experiments: no one filter shows them.</span>`;
  const made = filterOfBrushes(data, state.brushes);
  if ("why" in made) return html`<span class="muted relation-filter">${visibleText(made.why)}</span>`;
  return html`<button type="button" class="link relation-filter" title=${visibleText(made.filter)}
    @click=${() => view.openRuns({ experimentId, name: view.data.experiment, filter: made.filter })}>Open as filter in Runs</button>`;
}

function actsOf(view: CompareView, state: RelationState, { axes }: ChosenAxes): AxisActs {
  const take = (relation: RelationState) => view.change({ ...view.state, relation });
  const move = (id: AxisId, by: 1 | -1) => {
    const from = axes.indexOf(id);
    const neighbour = axes[from + by];
    if (neighbour === undefined) return;
    take({ ...state, axes: axes.map((other) => (other === id ? neighbour : other === neighbour ? id : other)) });
  };
  return {
    brush: (axis, brush) => take(withBrush(state, axis.id, brush)),
    move,
    itemsOf(axis) {
      const { id } = axis;
      const isLog = axis.scale.type === "log";
      const flipped = axis.isFlipped ? state.flipped.filter((other) => other !== id) : [...state.flipped, id];
      return [
        ...(axis.scale.canLog
          ? [{ label: isLog ? "Use Linear Scale" : "Use Log Scale", run: () => take({ ...state, log: { ...state.log, [id]: !isLog } }) }]
          : []),
        { label: "Flip", run: () => take({ ...state, flipped }) },
        { label: "Move Left", run: () => move(id, -1) },
        { label: "Move Right", run: () => move(id, 1) },
        ...(axis.brush ? [{ label: "Clear Brush", run: () => take(withBrush(state, id, undefined)) }] : []),
        ...(axes.length > 2
          ? [
              {
                label: "Remove Axis",
                run: () =>
                  take(
                    withAxes(
                      state,
                      axes.filter((other) => other !== id),
                    ),
                  ),
              },
            ]
          : []),
      ];
    },
  };
}

/** An axis that goes takes its brush along: what cannot be seen must not choose. */
function withAxes(state: RelationState, axes: readonly AxisId[]): RelationState {
  const brushes = Object.fromEntries(Object.entries(state.brushes).filter(([id]) => axes.includes(id as AxisId)));
  return { ...state, axes, brushes };
}

function withBrush(state: RelationState, id: AxisId, brush: RelationState["brushes"][string] | undefined): RelationState {
  const { [id]: _before, ...others } = state.brushes;
  return { ...state, brushes: brush ? { ...others, [id]: brush } : others };
}

function axisItems(view: CompareView, state: RelationState, { axes }: ChosenAxes): MenuItem[] {
  return axisChoices(view).ids.map((id) => {
    const isShown = axes.includes(id);
    const next = isShown ? axes.filter((other) => other !== id) : [...axes, id];
    return {
      label: visibleText(axisKey(id)),
      checked: isShown,
      several: true,
      run: () => view.change({ ...view.state, relation: withAxes(state, next) }),
    };
  });
}

function scatter(
  view: CompareView,
  state: RelationState,
  { size }: ChosenAxes,
  model: RelationModel,
  { x, y }: { readonly x: AxisId; readonly y: AxisId },
): TemplateResult {
  const [betterX, betterY] = [directionOf(view, x), directionOf(view, y)];
  const better: ScatterAxes["better"] = betterX && betterY ? [betterX, betterY] : undefined;
  const axes: ScatterAxes = { x, y, size: size !== undefined && model.axes.has(size) ? size : undefined, better };
  const take = (part: Partial<RelationState>) => view.change({ ...view.state, relation: { ...state, ...part } });
  const { size: _size, ...withoutSize } = state;
  const sizes: MenuItem[] = [
    { label: "none", checked: size === undefined, run: () => view.change({ ...view.state, relation: withoutSize }) },
    ...choices(view, size, (id) => take({ size: id })),
  ];
  const where = better ? `better is ${better[1] === "higher" ? "up" : "down"} and ${better[0] === "higher" ? "right" : "left"}` : "";
  return html`<div class="scatter">
    <div class="scatter-tools"><span class="tool"><span class="muted">y:</span>${menu(
      "y axis of the scatter",
      visibleText(axisKey(y)),
      choices(view, y, (id) => take({ y: id })),
    )}</span>
      <span class="tool"><span class="muted">x:</span>${menu(
        "x axis of the scatter",
        visibleText(axisKey(x)),
        choices(view, x, (id) => take({ x: id })),
      )}</span>
      <span class="tool"><span class="muted">Size:</span>${menu("Size of the points", size === undefined ? "none" : visibleText(axisKey(size)), sizes)}</span>
      <span class="tool">${menu("Picture of the scatter", "…", pictures<ScatterPlot>(view, "slipway-scatter-plot"))}</span></div>
    <p class="muted small scatter-note">${where}${better ? " · line: Pareto front" : ""}</p>
    <slipway-scatter-plot .model=${model} .axes=${axes}></slipway-scatter-plot>
  </div>`;
}

/** Of the one plot of its kind on the page, as it is when the item is pressed. */
function pictures<Plot extends Element & { picture(): ChartPicture | undefined }>(view: CompareView, plot: string): MenuItem[] {
  return pictureItems(() => document.querySelector<Plot>(plot)?.picture(), view.savePicture);
}

function choices(view: CompareView, chosen: AxisId | undefined, take: (id: AxisId) => void): MenuItem[] {
  return axisChoices(view).ids.map((id) => ({ label: visibleText(axisKey(id)), checked: id === chosen, run: () => take(id) }));
}

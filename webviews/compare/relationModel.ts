import {
  type AxisId,
  type AxisValue,
  axisKey,
  axisKind,
  type Brush,
  type RelationData,
  type RelationState,
} from "#protocol/views/compareRelation.ts";
import type { RunSwatch } from "#registry/model/compare/runSwatch.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { type AxisScale, axisScale } from "./axisScale.ts";
import { insideAll } from "./brush.ts";
import type { Stretch } from "./brushDrag.ts";
import { directionOf } from "./relationAxes.ts";
import type { CompareView } from "./view.ts";

/** A run as Relation draws it. */
export interface RelatedRun {
  readonly id: string;
  readonly name: string;
  /** Index into the data. */
  readonly row: number;
  /** Absent: it is not compared, and grey. */
  readonly swatch?: RunSwatch;
  readonly isBaseline: boolean;
  readonly isInside: boolean;
}

export interface RelatedAxis {
  readonly id: AxisId;
  readonly name: string;
  readonly scale: AxisScale;
  readonly isFlipped: boolean;
  readonly brush?: Brush;
  /** `↑ higher`, `log`: what stands under the name. */
  readonly note: string;
}

export interface RelationModel {
  readonly data: RelationData;
  /** The compared ones last, the baseline after them: they lie on top. Hidden runs are left out. */
  readonly runs: readonly RelatedRun[];
  readonly axes: ReadonlyMap<AxisId, RelatedAxis>;
  /** By axis, then by row. */
  readonly values: ReadonlyMap<AxisId, readonly AxisValue[]>;
}

/** What is drawn, from the server's answer and from what was chosen. */
export function relationModel(view: CompareView, state: RelationState, data: RelationData): RelationModel {
  const axes = new Map(data.axes.map(({ id, values }) => [id, relatedAxis(view, state, id, values)]));
  const inside = insideAll(data, state.brushes);
  const places = new Map(view.data.runs.map((run, index) => [run.id, index]));
  const runs = data.ids.flatMap((id, row): RelatedRun[] => {
    const index = places.get(id);
    if (index !== undefined && view.hiddenRuns.has(id)) return [];
    const swatch = index === undefined ? undefined : view.swatches[index];
    const name = visibleText(index === undefined ? (data.names[row] ?? "") : (view.data.runs[index]?.name ?? ""));
    return [{ id, name, row, ...(swatch ? { swatch } : {}), isBaseline: index === 0, isInside: inside[row] ?? true }];
  });
  const layer = (run: RelatedRun) => (run.isBaseline ? 2 : run.swatch ? 1 : 0);
  return { data, runs: runs.sort((a, b) => layer(a) - layer(b)), axes, values: new Map(data.axes.map(({ id, values }) => [id, values])) };
}

function relatedAxis(view: CompareView, state: RelationState, id: AxisId, values: RelationData["axes"][number]["values"]): RelatedAxis {
  const isFlipped = state.flipped.includes(id);
  const log = Object.hasOwn(state.log, id) ? state.log[id] : undefined;
  const scale = axisScale(values, { kind: axisKind(id), log, flipped: isFlipped });
  const brush = Object.hasOwn(state.brushes, id) ? state.brushes[id] : undefined;
  const better = directionOf(view, id);
  const notes = [
    better === "higher" ? "↑ higher" : better === "lower" ? "↓ lower" : "",
    scale.type === "log" ? "log" : "",
    isFlipped ? "flipped" : "",
  ];
  const note = notes.filter((text) => text !== "").join(" · ");
  return { id, name: visibleText(axisKey(id)), scale, isFlipped, ...(brush ? { brush } : {}), note };
}

/** The value of a run on an axis, in words. */
export function valueText(model: RelationModel, id: AxisId, row: number): string {
  const axis = model.axes.get(id);
  return axis ? visibleText(axis.scale.text(model.values.get(id)?.[row] ?? null)) : "";
}

/** Where a run stands on an axis: 0 at the bottom, 1 at the top. */
export function placeOf(model: RelationModel, id: AxisId, row: number): number {
  return model.axes.get(id)?.scale.place(model.values.get(id)?.[row] ?? null) ?? 0;
}

/** Where the brush of an axis stands; undefined without one. */
export function stretchOf({ brush, scale }: RelatedAxis): Stretch | undefined {
  if (!brush) return undefined;
  const ends = [brush.from, brush.to].flatMap((value) => (value === undefined ? [] : [scale.placeOfNumber(value)]));
  const places = [...ends, ...brush.values.map((value) => scale.place(value))];
  return places.length === 0 ? undefined : { low: Math.min(...places), high: Math.max(...places) };
}

/** The places of an axis where runs are, from the bottom, with what stands there. */
export function placesOn(model: RelationModel, id: AxisId): { readonly place: number; readonly text: string; readonly runs: number }[] {
  const byPlace = Map.groupBy(model.runs, ({ row }) => placeOf(model, id, row));
  return [...byPlace]
    .map(([place, runs]) => ({ place, text: valueText(model, id, runs[0]?.row ?? 0), runs: runs.length }))
    .sort((a, b) => a.place - b.place);
}

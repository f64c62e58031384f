import type { ModelColumn, ModelFacts } from "#protocol/views/compareModels.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import { percentNote } from "#registry/model/compare/changeNote.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { ChangeCell, ChangeRow } from "./changes.ts";

/** What a run without a model version shows in rows about models. */
export const noModel = "no model version";
const notSaid = "not said";
/** Columns that a note names. */
const mostNamed = 3;

/** Environment, signature and size of the models that the runs became, over the shown runs; nothing where no run became one. */
export function modelRows(models: readonly (ModelFacts | null)[], shown: readonly number[]): ChangeRow[] {
  if (models.every((model) => model === null)) return [];
  const names = [...new Set(models.flatMap((model) => Object.keys(model?.environment ?? {})))].sort(naturalOrder);
  const first = ["python", "mlflow"].filter((name) => names.includes(name));
  const environment = [...first, ...names.filter((name) => !first.includes(name))].map((name) =>
    row("Environment", name, models, shown, (model) => ownVersion(model, name)),
  );
  const hasColumns = models.some((model) => model?.inputs !== undefined);
  return [
    ...environment,
    ...(hasColumns ? [schemaRow("inputs", models, shown), schemaRow("outputs", models, shown)] : []),
    row(
      "Model",
      "size",
      models,
      shown,
      ({ size }) => (size === undefined ? undefined : byteSize(size)),
      (from, to) => percentNote(from.size ?? 0, to.size ?? 0),
    ),
  ];
}

function ownVersion({ environment }: ModelFacts, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

/** `note`: what differs from the baseline's model. `same`: by what two models are compared; absent: by what is shown. */
function row(
  group: "Environment" | "Model",
  name: string,
  models: readonly (ModelFacts | null)[],
  shown: readonly number[],
  textOf: (model: ModelFacts) => string | undefined,
  note: (from: ModelFacts, to: ModelFacts) => string = () => "",
  keyOf: (model: ModelFacts) => string | undefined = textOf,
): ChangeRow {
  const baseline = models[0] ?? null;
  const cells = shown.map((index): ChangeCell => {
    const model = models[index] ?? null;
    // Without a model there is nothing that could differ.
    if (model === null) return { text: noModel, note: "", differs: false, missing: true };
    const differs = baseline !== null && keyOf(model) !== keyOf(baseline);
    const text = textOf(model);
    return { text: text ?? notSaid, note: differs && baseline !== null ? note(baseline, model) : "", differs, missing: text === undefined };
  });
  return { group, name, cells, differs: cells.some((cell) => cell.differs) };
}

function schemaRow(name: "inputs" | "outputs", models: readonly (ModelFacts | null)[], shown: readonly number[]): ChangeRow {
  const text = (model: ModelFacts) => {
    const columns = model[name];
    return columns === undefined ? undefined : columns.length === 1 ? (columns[0]?.type ?? "") : `${columns.length} columns`;
  };
  const note = (from: ModelFacts, to: ModelFacts) => columnsNote(from[name] ?? [], to[name] ?? []);
  return row("Model", name, models, shown, text, note, (model) => JSON.stringify(model[name] ?? null));
}

/** `+device_age_days, −hour, amount: double → long`. */
function columnsNote(from: readonly ModelColumn[], to: readonly ModelColumn[]): string {
  const [before, after] = [from, to].map((columns) => new Map(columns.map((column) => [column.name, column])));
  const parts = [
    ...to.flatMap(({ name }) => (before?.has(name) ? [] : [`+${name}`])),
    ...from.flatMap(({ name }) => (after?.has(name) ? [] : [`−${name}`])),
    ...to.flatMap((column) => {
      const old = before?.get(column.name);
      if (old === undefined) return [];
      const name = column.name === "" ? "" : `${column.name}: `;
      if (old.type !== column.type) return [`${name}${old.type} → ${column.type}`];
      return old.required === column.required ? [] : [`${name}${column.required ? "now required" : "no longer required"}`];
    }),
  ];
  const rest = parts.length - mostNamed;
  const shown = [...parts.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  return shown === "" ? "other order" : shown;
}

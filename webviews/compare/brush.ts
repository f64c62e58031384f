import { type AxisId, type AxisValue, axisKey, axisKind, type Brush, type RelationData } from "#protocol/views/compareRelation.ts";
import { axisNumber, notSet } from "./axisScale.ts";

/** Is the value inside? A number by the range, else by itself. */
export function isInside(id: AxisId, brush: Brush, value: AxisValue): boolean {
  if (brush.values.includes(value === null ? null : String(value))) return true;
  const number = axisNumber(axisKind(id), value);
  return number !== undefined && brush.from !== undefined && brush.to !== undefined && number >= brush.from && number <= brush.to;
}

/** One per run: is it inside of every brush? An axis that is not in the data keeps nothing out. */
export function insideAll(data: RelationData, brushes: Readonly<Record<string, Brush>>): boolean[] {
  const tests = data.axes.flatMap(({ id, values }) => {
    const brush = Object.hasOwn(brushes, id) ? brushes[id] : undefined;
    return brush ? [(row: number) => isInside(id, brush, values[row] ?? null)] : [];
  });
  return data.ids.map((_, row) => tests.every((test) => test(row)));
}

/** `0.936 to 0.942`, `adam, sgd`, `(not set)`. */
export function brushText({ from, to, values }: Brush): string {
  const words = values.map((value) => value ?? notSet);
  const shown = words.length > 3 ? [...words.slice(0, 3), `+${words.length - 3}`] : words;
  const range = from === undefined || to === undefined ? [] : [from === to ? String(from) : `${from} to ${to}`];
  return [...range, ...shown].join(", ").replaceAll("-", "−");
}

/** The brushes as a filter of runs, or why there is none. */
export type BrushFilter = { readonly filter: string } | { readonly why: string };

/**
 * A filter that takes the runs inside of all brushes. Params are texts in MLflow, so a range of a param names the values in it that the
 * runs have; a metric's range is one of numbers.
 */
export function filterOfBrushes(data: RelationData, brushes: Readonly<Record<string, Brush>>): BrushFilter {
  const parts: string[] = [];
  for (const { id, values } of data.axes) {
    const brush = Object.hasOwn(brushes, id) ? brushes[id] : undefined;
    if (!brush) continue;
    const part = filterOf(id, brush, values);
    if (part === undefined) return { why: `${axisKey(id)} has a name or a value with both kinds of quotes, which a filter cannot say.` };
    parts.push(part);
  }
  return { filter: parts.join(" AND ") };
}

function filterOf(id: AxisId, brush: Brush, values: readonly AxisValue[]): string | undefined {
  const key = writtenKey(axisKey(id));
  if (key === undefined) return undefined;
  const kind = axisKind(id);
  const name = `${kind === "metric" ? "metrics" : "params"}.${key}`;
  const parts = brush.values.includes(null) ? [`${name} IS NULL`] : [];
  if (kind === "metric") {
    if (brush.from !== undefined && brush.to !== undefined) parts.unshift(rangeOf(name, brush.from, brush.to));
  } else {
    const inside = [...new Set(values.filter((value) => value !== null && isInside(id, brush, value)).map(String))];
    const texts = inside.map(quoted);
    if (texts.some((text) => text === undefined)) return undefined;
    if (texts.length > 0) parts.unshift(texts.length === 1 ? `${name} = ${texts[0]}` : `${name} IN (${texts.join(", ")})`);
  }
  return parts.length === 1 ? parts[0] : `(${parts.join(" OR ")})`;
}

/** Numbers as filters read them: a plus in an exponent is not one. */
function rangeOf(name: string, from: number, to: number): string {
  const written = (value: number) => String(value).replace("e+", "e");
  return from === to ? `${name} = ${written(from)}` : `${name} >= ${written(from)} AND ${name} <= ${written(to)}`;
}

function writtenKey(key: string): string | undefined {
  if (/^[a-z_]\w*$/i.test(key) && !/^(in|or|and|not|is|like|between)$/i.test(key)) return key;
  return ["`", '"', "'"].map((quote) => (key.includes(quote) ? undefined : `${quote}${key}${quote}`)).find((text) => text !== undefined);
}

function quoted(text: string): string | undefined {
  // A backslash before the closing quote would keep it from closing.
  if (text.endsWith("\\")) return undefined;
  return ["'", '"'].map((quote) => (text.includes(quote) ? undefined : `${quote}${text}${quote}`)).find((own) => own !== undefined);
}

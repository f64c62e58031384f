import { escapeCode } from "../markdown.ts";
import { type FileSymbol, type NamePlace, nameOf } from "../symbols.ts";
import type { EntryPoint, MlprojectModel, Parameter } from "./model.ts";

/** Entry points, and their parameters with the placeholders that stand for them. */
export function mlprojectSymbols({ text, entryPoints }: MlprojectModel): FileSymbol[] {
  return entryPoints.flatMap((entry) => [entryPointSymbol(entry), ...entry.parameters.map((each) => parameterSymbol(entry, each, text))]);
}

/** What a parameter is, for hover and completion. */
export function parameterDoc({ name }: EntryPoint, { type, default: preset }: Parameter): string {
  const value = preset?.kind === "scalar" ? `\`${escapeCode(preset.text.slice(0, 60))}\`` : "…";
  return `Parameter of \`${escapeCode(name.text)}\`: ${type ?? "any type"}, ${preset === undefined ? "required" : `default ${value}`}.`;
}

function entryPointSymbol({ name, value }: EntryPoint): FileSymbol {
  const isMain = name.text === "main";
  return {
    ...{ kind: "entry point", name: name.text, definition: nameOf(name), references: [] },
    whole: { start: name.start, end: Math.max(name.end, value.end) },
    doc: `\`mlflow run . -e ${escapeCode(name.text)}\``,
    ...(isMain && { fixed: "`main` is what `mlflow run` starts when no entry point is named. With another name it is not." }),
    refuses: (other) => (other === "main" ? "`main` is what `mlflow run` starts when no entry point is named." : refusedName(other)),
  };
}

function parameterSymbol(entry: EntryPoint, parameter: Parameter, text: string): FileSymbol {
  const { name, asked, value } = parameter;
  const placeholders = (entry.command?.placeholders ?? []).filter((each) => each.name === asked);
  const references = placeholders.flatMap(({ nameSpan: { start, end } }): NamePlace[] =>
    text.slice(start, end) === asked ? [{ start, end, inText: true }] : [],
  );
  const isEscaped = references.length < placeholders.length;
  return {
    ...{ kind: "parameter", name: asked, scope: entry.name.text, definition: nameOf(name), references },
    whole: { start: name.start, end: Math.max(name.end, value.end) },
    doc: parameterDoc(entry, parameter),
    ...(isEscaped && { fixed: `The command does not write \`{${asked}}\` as it reads. Rename it by hand.` }),
    // What ends a name in Python's `str.format`, and what a shell or YAML could take for something else.
    refuses: (other) =>
      /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(other)
        ? undefined
        : "A parameter has letters, digits, `_` and `-`, and does not begin with a digit.",
  };
}

function refusedName(name: string): string | undefined {
  return name.trim() === "" || /[\p{Cc}]/u.test(name) ? "An entry point has a name of visible characters." : undefined;
}

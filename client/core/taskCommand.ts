import type { RunTarget } from "#protocol/tasks/runnable.ts";

/** A process and its arguments: no shell sees them. */
export interface TaskCommand {
  readonly program: "dvc" | "mlflow";
  readonly args: readonly string[];
}

/** The tool's own command for something to run. `values` are those that the person gave, by name. */
export function taskCommand({ kind, name }: Pick<RunTarget, "kind" | "name">, values: Readonly<Record<string, string>> = {}): TaskCommand {
  // A name that begins with a dash is not an option.
  if (kind === "stage") return { program: "dvc", args: ["repro", ...(name.startsWith("-") ? ["--"] : []), name] };
  const parameters = Object.entries(values).flatMap(([key, value]) => ["-P", `${key}=${value}`]);
  return { program: "mlflow", args: ["run", ".", "-e", name, ...parameters] };
}

/** As it would be typed, for names of tasks. */
export function commandText({ program, args }: TaskCommand): string {
  return [program, ...args].join(" ");
}

/** What a press on a lens carries; undefined: it is none of ours. */
export function runTargetOf(value: unknown): RunTarget | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, name, uri, asks } = value as Partial<Record<keyof RunTarget, unknown>>;
  const isKnown = (kind === "stage" || kind === "entryPoint") && typeof name === "string" && name !== "" && typeof uri === "string";
  if (!isKnown || !uri.startsWith("file:")) return undefined;
  return { kind, name, uri, asks: Array.isArray(asks) ? asks.filter((each) => typeof each === "string") : [] };
}

/** The file that a lens (`{uri, name}`) or a button of the editor (a URI) is about; undefined: it is neither. */
export function pipelineOf(value: unknown): { readonly uri: string; readonly name?: string } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { uri, name, scheme } = value as Readonly<Record<string, unknown>>;
  if (typeof uri === "string") return { uri, ...(typeof name === "string" && { name }) };
  return typeof scheme === "string" ? { uri: String(value) } : undefined;
}

/** The formats that are checked, by the names that `slipway check` prints. */
export type Format = "MLproject" | "slipway.yaml";

/** Last part of a path or URI, decoded where it is encoded. */
export function fileNameOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * Which format a file has; undefined: none of ours. MLflow 3.17.2 finds `mlproject` in any case and without an extension
 * (`_find_mlproject`); one with a YAML extension is recognised by its content, to say that MLflow will not read it.
 */
export function recognise(path: string, text?: string): Format | undefined {
  const name = fileNameOf(path);
  if (name === "slipway.yaml") return "slipway.yaml";
  const lower = name.toLowerCase();
  if (lower === "mlproject") return "MLproject";
  if (/^mlproject\.ya?ml$/.test(lower) && text !== undefined && /^entry_points\s*:/m.test(text)) return "MLproject";
  return undefined;
}

/** Folders whose files belong to someone else or to a tool. */
const VENDORED = new Set([".git", "node_modules", ".venv", "venv", "env", "site-packages", "__pycache__", ".tox", "mlruns", ".dvc"]);

export function isVendored(folderName: string): boolean {
  return VENDORED.has(folderName);
}

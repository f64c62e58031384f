/**
 * What a `models:/` URI names, as MLflow 3.17.2 reads it (`store/artifact/utils/models.py`, `_parse_model_uri`). `elsewhere`: the part between
 * `//` and the next slash, which names another registry than the one that is open.
 */
export type ModelUri = { readonly elsewhere?: string } & (
  | { readonly kind: "loggedModel"; readonly id: string }
  | { readonly kind: "version"; readonly model: string; readonly version: string }
  | { readonly kind: "stage"; readonly model: string; readonly stage: string }
  | { readonly kind: "latest"; readonly model: string }
  | { readonly kind: "alias"; readonly model: string; readonly alias: string }
);

/** What a `runs:/` URI names (`store/artifact/runs_artifact_repo.py`, `parse_runs_uri`). */
export interface RunUri {
  readonly id: string;
  /** Below the run's artifacts; absent: all of them. */
  readonly path?: string;
  readonly elsewhere?: string;
}

/** Undefined: MLflow takes it for no URI of a model. */
export function parseModelUri(uri: string): ModelUri | undefined {
  const parsed = parseUri(uri);
  if (parsed?.scheme !== "models" || !parsed.path.startsWith("/") || parsed.path.length <= 1) return undefined;
  const { path, elsewhere } = parsed;
  const where = elsewhere === "" ? {} : { elsewhere };
  const [name = "", suffix, ...more] = path.replace(/^\/+/, "").split("/");
  if (more.length > 0 || isBlank(name)) return undefined;
  if (suffix !== undefined) {
    if (isBlank(suffix)) return undefined;
    if (/^\d+$/.test(suffix)) return { ...where, kind: "version", model: name, version: suffix };
    if (suffix.toLowerCase() === "latest") return { ...where, kind: "latest", model: name };
    return { ...where, kind: "stage", model: name, stage: suffix };
  }
  const at = name.lastIndexOf("@");
  if (at < 0) return { ...where, kind: "loggedModel", id: name };
  const alias = name.slice(at + 1);
  return isBlank(alias) ? undefined : { ...where, kind: "alias", model: name.slice(0, at), alias };
}

/** Undefined: MLflow takes it for no URI of a run. */
export function parseRunUri(uri: string): RunUri | undefined {
  const parsed = parseUri(uri);
  if (parsed?.scheme !== "runs" || !parsed.path.startsWith("/")) return undefined;
  const [id = "", ...rest] = (parsed.path.split("#")[0] ?? "").slice(1).split("/");
  const path = rest.join("/");
  if (id === "") return undefined;
  return { id, ...(path !== "" && { path }), ...(parsed.elsewhere !== "" && { elsewhere: parsed.elsewhere }) };
}

interface Uri {
  readonly scheme: string;
  readonly elsewhere: string;
  /** With the fragment, which MLflow leaves in for models. */
  readonly path: string;
}

/** What Python's `urllib.parse.urlparse` makes of it; undefined: it has no scheme, or Python refuses it. */
function parseUri(uri: string): Uri | undefined {
  const text = uri.replace(/^[\x00-\x20]+/, "").replaceAll(/[\t\r\n]/g, "");
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
  const [, elsewhere = "", after = rest] = /^\/\/([^/?#]*)(.*)$/s.exec(rest) ?? [];
  if (scheme === "" || /[[\]]/.test(elsewhere)) return undefined;
  return { scheme: scheme.toLowerCase(), elsewhere, path: after.split("?")[0] ?? "" };
}

/** Python's `strip()` leaves nothing of it. */
function isBlank(text: string): boolean {
  return /^(?:(?!\ufeff)[\s\x1c-\x1f\x85])*$/.test(text);
}

/** A scheme as it stands in addresses, in lower case. One letter is a drive of Windows. */
const form = /^[a-z][a-z0-9+.-]+$/;

/** What Slipway opens itself, and what else is an address of MLflow's own (3.17.2: `tracking/_tracking_service`, `store/db`). */
const taken: ReadonlySet<string> = new Set([
  ...["http", "https", "sqlite", "file", "databricks", "databricks-uc"],
  ...["uc", "postgresql", "postgres", "mysql", "mssql", "models", "runs", "mlflow-artifacts"],
]);

/** The scheme of an address, in lower case; empty where it has none. */
export function schemeOf(uri: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
}

/** Why another extension cannot bring the registries of this scheme; absent: it can. */
export function refusedScheme(scheme: unknown): string | undefined {
  if (typeof scheme !== "string" || !form.test(scheme)) return "a scheme is two or more of a-z, 0-9, +, . and -, in lower case";
  return taken.has(scheme.replace(/\+.*/, "")) ? `${scheme}: is Slipway's or MLflow's own` : undefined;
}

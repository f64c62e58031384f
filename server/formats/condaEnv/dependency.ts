/** Packages that MLflow takes from the conda part for a virtual environment (`_CONDA_DEPENDENCY_REGEX` of MLflow 3.17.2). */
const taken = /^(python|pip|setuptools|wheel)(<=|>=|==|!=|<|>|=)?([\d.]+)?$/;

export interface CondaDependency {
  readonly name: string;
  readonly operator?: string;
  readonly version?: string;
}

/** Undefined for what MLflow leaves to conda. */
export function readDependency(text: string): CondaDependency | undefined {
  const [, name, operator, version] = taken.exec(text) ?? [];
  return name === undefined ? undefined : { name, ...(operator && { operator }), ...(version && { version }) };
}

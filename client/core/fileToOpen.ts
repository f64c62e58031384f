/** The file that a press on the Pipeline page of `uri` opens: its own, or the `dvc.yaml` or `.dvc` file that was asked for, on the same computer. Undefined: neither. */
export function fileToOpen(uri: string, asked: string | undefined): string | undefined {
  if (asked === undefined) return uri;
  if (!URL.canParse(asked) || !URL.canParse(uri)) return undefined;
  const [own, other] = [new URL(uri), new URL(asked)];
  return own.protocol === other.protocol && own.host === other.host && isPipelineFile(other.pathname) ? asked : undefined;
}

/** Is a file at a path of a URI one that has a pipeline: a `dvc.yaml`, or a `.dvc` file? */
export function isPipelineFile(path: string): boolean {
  return /\/dvc\.yaml$|\.dvc$/.test(path);
}

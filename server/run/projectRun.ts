/** What MLflow (3.17.2 and 2.22.5) logs of a run that `mlflow run` started, and what it was given by it. */

/** Where a project is, as `mlflow run` takes it. */
export interface ProjectPlace {
  /** With `#` and the folder within, where there is one. */
  readonly uri: string;
  /** The commit to run; empty: the files as they are. */
  readonly version: string;
  /** Within the project's repository or folder, with `/`; empty for all of it. */
  readonly subfolder: string;
  /** Of a project on this computer: the URI of its folder or repository. */
  readonly folder?: string;
  /** What the command does not say, as a sentence. */
  readonly note?: string;
}

const remote = /^(?:(?:https?|ssh|git|git\+ssh|git\+https):\/\/[^\s#]+|\w[\w.-]*@[\w.-]+:[^\s#]+)$/i;
const local = /^(?:file:\/\/)?(\/[^#]*|[A-Za-z]:[\\/][^#]*)$/;

/**
 * From the tags of a run: the project's source, the address of its repository, its commit. A folder on a computer is named by its repository's
 * address where that is known: with `-v`, MLflow would check the commit out in the folder itself. Undefined where nothing is certain.
 */
export function projectPlace(source: string, repository: string, commit: string): ProjectPlace | undefined {
  const [base = "", subfolder = "", ...more] = source.split("#");
  if (more.length > 0 || subfolder.split("/").includes("..")) return undefined;
  const within = subfolder === "" ? "" : `#${subfolder}`;
  if (remote.test(base)) return { uri: `${base}${within}`, version: commit, subfolder };
  const [, path] = local.exec(base) ?? [];
  if (path === undefined) return undefined;
  const folder = `file://${encodeURI(path).replace(/\/+$/, "")}`;
  if (commit === "") return { uri: source, version: "", subfolder, folder };
  if (remote.test(repository)) return { uri: `${repository}${within}`, version: commit, subfolder, folder };
  const note = `It runs the files as they are now: that they are those of commit ${commit.slice(0, 7)} is not certain.`;
  return { uri: source, version: "", subfolder, folder, note };
}

/** Lengths at which MLflow cuts the value of a param. */
const cutAt = [500, 6000];

/**
 * What a param of a project was given: MLflow logs it as it stands in the command, quoted for the shell (`'a b'`). Undefined where it is
 * nothing that Python's `shlex.quote` writes, and where it may have been cut.
 */
export function loggedValue(logged: string): string | undefined {
  if (cutAt.includes(logged.length)) return undefined;
  if (/^[\w@%+=:,./-]+$/.test(logged)) return logged;
  if (!/^'.*'$/s.test(logged) || logged.length < 2) return undefined;
  const parts = logged.slice(1, -1).split(`'"'"'`);
  return parts.some((part) => part.includes("'")) ? undefined : parts.join("'");
}

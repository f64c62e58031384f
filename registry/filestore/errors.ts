import { notWritable } from "#registry/files/mayWrite.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { FileProblem } from "./readFile.ts";

/** Node's code of an error of the file system (`ENOENT`); absent for other errors. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error ? error.code : undefined;
}

/** There is no such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** What is wrong with a file, in words that go on after its name; absent for an error that is not about a file. */
export function fileProblem(error: unknown): string | undefined {
  if (error instanceof FileProblem) return error.message;
  const code = codeOf(error);
  switch (code) {
    case undefined:
      return undefined;
    case "EACCES":
    case "EPERM":
      return "may not be read by you";
    case "EISDIR":
      return "is a folder";
    case "ELOOP":
      return "is a link that leads to itself";
    default:
      return `cannot be read (${code})`;
  }
}

/** An error of reading the store as a whole, in words for people; `path` is where it was. */
export function readError(error: unknown, path: string): unknown {
  const problem = fileProblem(error);
  if (problem === undefined || error instanceof RegistryError) return error;
  const kind = ["EACCES", "EPERM"].includes(codeOf(error) ?? "") ? "forbidden" : "unavailable";
  const next = kind === "forbidden" ? "Check the permissions of the folder." : "Check the disk, then try again.";
  return new RegistryError(kind, `${path} ${problem}.`, next, { cause: error });
}

/** An error of writing, in words for people; `name` is that of the store. */
export function writeError(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const cause = { cause: error };
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return notWritable(name, "the folder", cause);
    case "ENOSPC":
    case "EDQUOT":
      return new RegistryError("unavailable", `There is no space left for ${name}.`, "Make room on its disk, then try again.", cause);
    default:
      return new RegistryError("unavailable", `${name} cannot be written (${code}).`, "Look at the folder, then try again.", cause);
  }
}

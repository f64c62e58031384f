import { accessSync, constants } from "node:fs";
import { RegistryError } from "#registry/model/errors.ts";

/** Whether the file system lets this process write a file, or change what is in a folder, now. False where there is none. */
export function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Of a store that is refused to this process; `name` is the store's, `where` what its permissions are those of. */
export function notWritable(name: string, where: string, options?: ErrorOptions): RegistryError {
  const next = `Check the permissions of ${where}, or ask whoever may write there.`;
  return new RegistryError("forbidden", `${name} may not be written by you.`, next, options);
}

import { fileURLToPath } from "node:url";

/** Absolute path of the repository. */
export const repositoryRoot: string = fileURLToPath(new URL("../..", import.meta.url));

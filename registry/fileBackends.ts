import type { Backend } from "./backend.ts";
import { fileStoreBackend } from "./filestore/backend.ts";
import { sqliteBackend } from "./sqlite/backend.ts";

/** The kinds of registry that are read from files, and block: all that a thread for them needs. */
export const fileBackends: readonly Backend[] = [sqliteBackend, fileStoreBackend];

import type { ProxySettings } from "#protocol/proxySettings.ts";
import type { Credentials } from "#protocol/registryRequests.ts";
import type { ServerSettings } from "#protocol/settings.ts";
import type { Backend, Person } from "#registry/backend.ts";
import type { RangedFile } from "./artifacts/parquet/pages.ts";
import type { TableHead } from "./artifacts/tableHead.ts";

/** What a file system entry is; `undefined` from `stat` means that there is none. */
export interface FileStat {
  /** `link` only where links are not followed. */
  readonly type: "file" | "folder" | "link";
  /** bytes */
  readonly size: number;
  /** ms */
  readonly modified: number;
}

/** What stands in a folder. `other`: a socket, a device. */
export interface FolderEntry {
  readonly name: string;
  readonly type: FileStat["type"] | "other";
}

/**
 * Everything that the server needs from outside, in one argument: tests give their own, a web worker gives what it has.
 * Paths are URIs (`file:///…`).
 */
export interface World {
  readonly files: {
    /** What a link leads to is looked at, unless `links` says to stay: the last part of the URI alone. */
    stat(uri: string, links?: "stay"): Promise<FileStat | undefined>;
    /** UTF-8 text, of at most the first `bytes`; rejects when the file cannot be read. */
    readText(uri: string, bytes?: number): Promise<string>;
    /** The bytes of a file, in pieces of one MiB, the last one shorter; rejects when it cannot be read. */
    pieces(uri: string): AsyncIterable<Uint8Array>;
    /** What stands in a folder, links not followed; empty when there is no such folder. */
    list(uri: string): Promise<readonly FolderEntry[]>;
  };
  /** The kinds of registry that can be opened here: those with a file need a file system. */
  readonly backends: readonly Backend[];
  /** A registry of files will be opened soon, it seems: what that needs may be made ready. Absent: nothing is needed. */
  readonly expectFiles?: () => void;
  readonly fetch: typeof globalThis.fetch;
  /** Takes what VS Code says of proxies; absent where requests find their way by themselves (web). */
  readonly useProxy?: (settings: ProxySettings) => void;
  base64(bytes: Uint8Array): string;
  /** The head of a Parquet file; absent where there are no processes to read one in (web). Rejects with an `Unread`. */
  readonly parquetHead?: (file: RangedFile, signal: AbortSignal) => Promise<TableHead>;
  /** ms since 1970 */
  now(): number;
  /** 0 ≤ n < 1 */
  random(): number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent where there is no computer of a person's (web). */
  readonly person?: Person;
  readonly log: Log;
  /** Runs Git in a folder; absent where there is none (web). Rejects when Git fails. */
  readonly git?: (folderUri: string, args: readonly string[], signal?: AbortSignal) => Promise<string>;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What the server is told once, when it starts. */
export interface ServerOptions {
  readonly trusted: boolean;
  readonly settings: ServerSettings;
  readonly credentials: readonly Credentials[];
  readonly proxy: ProxySettings;
  /** Of registries that other extensions bring. */
  readonly otherSchemes: readonly string[];
  /** URI of the folder that the person chose; absent: found by itself. */
  readonly folder?: string;
}

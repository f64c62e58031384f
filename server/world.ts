import type { Credentials } from "#protocol/registryRequests.ts";

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
    /** What stands in a folder, links not followed; empty when there is no such folder. */
    list(uri: string): Promise<readonly FolderEntry[]>;
  };
  readonly fetch: typeof globalThis.fetch;
  /** ms since 1970 */
  now(): number;
  /** 0 ≤ n < 1 */
  random(): number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Runs Git in a folder; absent where there is none (web). Rejects when Git fails. */
  readonly git?: (folderUri: string, args: readonly string[], signal?: AbortSignal) => Promise<string>;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The user's settings, as the client sends them. */
export interface Settings {
  /** `slipway.registry`: an MLflow URI; empty: found by itself. */
  readonly registry: string;
  /** `slipway.pollingInterval`, seconds between looks at a server. */
  readonly pollingInterval: number;
  /** `slipway.metric`: the metric shown beside a run; empty: chosen by itself. */
  readonly metric: string;
  /** `slipway.policyRef`: branch or other ref whose `slipway.yaml` counts; empty: chosen by itself. */
  readonly policyRef: string;
  /** `slipway.rules`: severity by rule code. */
  readonly rules: Readonly<Record<string, "error" | "warning" | "information" | "hint" | "off">>;
}

export const defaultSettings: Settings = { registry: "", pollingInterval: 30, metric: "", policyRef: "", rules: {} };

/** What the server is told once, when it starts. */
export interface ServerOptions {
  readonly trusted: boolean;
  readonly settings: Settings;
  readonly credentials: readonly Credentials[];
}

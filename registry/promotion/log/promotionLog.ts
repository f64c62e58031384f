import type { Capabilities, Registry } from "../../api.ts";
import type { ModelVersion } from "../../model/types.ts";
import type { Move } from "../ladder.ts";
import type { LogEntries, Policy, Promotion, PromotionEvent } from "../types.ts";

/** Which part of a log to go through. */
export interface LogScope {
  /** Absent: all models. */
  readonly model?: string;
}

/** A version and what is recorded about it. */
export interface VersionEntries extends LogEntries {
  readonly version: ModelVersion;
}

/**
 * Where the events of promotions are kept. Everything that reads or writes an event does it through here; nothing else knows the form.
 * Calls reject with a `RegistryError`, or with the reason of an aborted signal.
 */
export interface PromotionLog {
  /** Goes through the versions that have entries, model by model, highest version first. A model that does not exist is `notFound`. */
  open(scope: LogScope, signal: AbortSignal): AsyncIterable<VersionEntries>;
  /** The entries of a version, as the registry had it when `version` was read or later. */
  of(version: ModelVersion, signal: AbortSignal): Promise<LogEntries>;
  /**
   * The entries of the versions of a list, in its order. Where each costs a call, older versions may be told by what is at hand. Absent: `of` each.
   */
  ofList?(versions: readonly ModelVersion[], signal: AbortSignal): Promise<readonly LogEntries[]>;
  /** Adds an event for good; sent once, never repeated. Refuses (`invalid`) what a reader would skip. */
  append(event: PromotionEvent, signal: AbortSignal): Promise<void>;
  /** Carries an approved promotion out where the registry has a way of its own for that. Absent: alias or stage are simply moved. */
  move?(promotion: Promotion, move: Move, signal: AbortSignal): Promise<void>;
}

/** One way to keep events. It stands in `logs.ts` and nowhere else. */
export interface LogKind {
  /** For messages: `version tags`. */
  readonly name: string;
  /** Can it be kept so in a registry with these capabilities? The first in the list that can is used. */
  fits(capabilities: Capabilities): boolean;
  /** `policy`: which environment a stage is; absent where none is known. */
  in(registry: Registry, policy?: Policy): PromotionLog;
  /** Is this tag of a version a record of this log, so that nothing else may set it? */
  ownsTag(key: string): boolean;
}

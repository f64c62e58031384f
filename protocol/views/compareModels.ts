import { type Answer, request } from "../message.ts";

/** A column of a model's signature. */
export interface ModelColumn {
  /** Empty where the signature names none. */
  readonly name: string;
  /** As a person reads it: `double`, `float32 (-1, 28)`. */
  readonly type: string;
  readonly required: boolean;
}

/** What an `MLmodel` file says of the model beside what it learnt; what it does not say is absent. */
export interface ModelFacts {
  /** `v13` */
  readonly version: string;
  /** Versions by name: `python`, `mlflow`, and those of the libraries that the flavors name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bytes of its artifacts. */
  readonly size?: number;
  readonly inputs?: readonly ModelColumn[];
  readonly outputs?: readonly ModelColumn[];
}

/** One per run, in the order asked for; null where the run became no version, or its artifacts cannot be reached from here. */
export const modelsOfRunsRequest = request<{ runIds: readonly string[] }, Answer<readonly (ModelFacts | null)[]>>("slipway/compare/models");

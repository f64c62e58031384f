import { RegistryError } from "./errors.ts";

/** A request that a version go into a stage, as a registry itself keeps it for people who use it without Slipway. */
export interface TransitionRequest {
  /** In its canonical case. */
  readonly stage: string;
  /** Who asked, as the registry knows them. */
  readonly by: string;
  /** ms; 0 where the registry does not say. */
  readonly at: number;
  /** May be empty. */
  readonly comment: string;
  /** False: the registry says that who is signed in may not. Absent: it says nothing. */
  readonly mayApprove?: boolean;
  readonly mayReject?: boolean;
}

interface OfVersion {
  readonly model: string;
  readonly version: string;
  /** Empty: none. */
  readonly comment: string;
}

/** What can be done with such requests. `cancel` takes back the one that `by` made. */
export type TransitionAct =
  | (OfVersion & { readonly kind: "request" | "approve" | "reject"; readonly stage: string })
  | (OfVersion & { readonly kind: "cancel"; readonly stage: string; readonly by: string })
  | (OfVersion & { readonly kind: "comment" });

const cannot = async (): Promise<never> => {
  throw new RegistryError(
    "unsupported",
    "This registry keeps no requests for stages.",
    "Promotions are recorded in tags of versions instead.",
  );
};

/** Of a registry whose `capabilities().transitionRequests` is false. */
export const noTransitions = { transitionRequests: cannot, actOnTransition: cannot };

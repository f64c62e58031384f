import type { ChangeSet } from "#registry/model/changes.ts";
import { notification, request } from "../message.ts";

/**
 * What every webview and its host say to each other. The page asks, the host answers; the host may also push.
 * The methods and their types stand in the contract of each view.
 */
export type ToHost =
  | { readonly kind: "request"; readonly id: number; readonly method: string; readonly params: unknown }
  /** The answer to the request is not wanted any more. */
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "send"; readonly method: string; readonly params: unknown };

export type ToPage =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | { readonly kind: "push"; readonly method: string; readonly params: unknown };

/** Host to page: something in the registry or the policy changed. A page that shows it reads again. */
export const dataChanged = notification<ChangeSet>("view/dataChanged");

/** Host to page: another run is the one that comparisons start from; absent: none. */
export const baselineChanged = notification<{ readonly id?: string }>("view/baselineChanged");

// Page to host, from any page (`client/views/pageActs.ts`).
/** Commits of Git, the older first. */
export const openCodeDiff = notification<{ left: string; right: string }>("view/openCodeDiff");
/** Zero-based line of slipway.yaml. */
export const openPolicyLine = notification<{ line: number }>("view/openPolicyLine");
/** Asked of the host: which of these paths, as they were logged, are files in the workspace; in the order asked. */
export const filesOfWorkspace = request<{ readonly paths: readonly string[] }, readonly boolean[]>("view/filesOfWorkspace");
export const openWorkspaceFile = notification<{ readonly path: string }>("view/openWorkspaceFile");
/** What failed is told in full there. */
export const openLog = notification<null>("view/openLog");
/** https only. */
export const openWebAddress = notification<{ readonly url: string }>("view/openWebAddress");
/** `what` is named in the status bar: `Copied Differences`. */
export const copyText = notification<{ text: string; what: string }>("view/copyText");
/** A chart for a file that the person chooses. */
export interface SavedPicture {
  /** Its title: the file's name is made of it. */
  readonly name: string;
  readonly ending: "svg" | "png";
  readonly base64: string;
}
export const savePictureAs = notification<SavedPicture>("view/savePicture");

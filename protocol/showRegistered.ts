import { type AboutRegistry, aboutOf } from "./registryRequests.ts";

/** Something of a registry that a link in a file leads to: what the command of the link is given. */
export interface ShownRun {
  readonly run: string;
  readonly about: AboutRegistry;
}

export interface ShownVersion {
  readonly model: string;
  readonly version: string;
  readonly about: AboutRegistry;
}

/** Shows a `ShownRun`; the name of a command. */
export const showRunCommand = "slipway.openRun";

/** Shows a `ShownVersion`; the name of a command. */
export const showVersionCommand = "slipway.openPromotion";

/** The address of a command with what it is given, as VS Code takes it in links. */
export function commandUri(command: string, given: ShownRun | ShownVersion): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify([given]))}`;
}

export function shownRunOf(given: unknown): ShownRun | undefined {
  const { run } = textsOf(given);
  return run === undefined ? undefined : { run, about: aboutOf((given as { readonly about?: unknown }).about) };
}

export function shownVersionOf(given: unknown): ShownVersion | undefined {
  const { model, version } = textsOf(given);
  return model === undefined || version === undefined
    ? undefined
    : { model, version, about: aboutOf((given as { readonly about?: unknown }).about) };
}

/** Anybody may call a command, with anything. */
function textsOf(given: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof given !== "object" || given === null) return {};
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

import { inProgress, pickOne } from "#client/host/dialogs.ts";
import { type Credentials, tryAddressRequest } from "#protocol/registryRequests.ts";
import type { Services } from "./services.ts";

/** Where a registry is, and how to sign in there, where the person said how. */
export interface Wanted {
  readonly address: string;
  readonly credentials?: Credentials | undefined;
}

type Next = { readonly open: string } | "again" | "signIn";

/**
 * What to open: what was given, when it answers; else what the person makes of what is wrong there. Absent: nothing. `askSignIn` asks once more how
 * to sign in; without it there is no other way.
 */
export async function whatToOpen(
  { words, asker }: Services,
  given: Wanted,
  askSignIn: (() => Promise<Credentials | undefined>) | undefined,
): Promise<Wanted | undefined> {
  const uri = given.address;
  let { credentials } = given;
  for (;;) {
    const question = { uri, ...(credentials === undefined ? {} : { credentials }) };
    const { problem, better } = await inProgress(words.t("Trying {0}", uri), () => asker.ask(tryAddressRequest, question));
    if (problem === undefined) return { address: uri, credentials };
    const refusesPerson = problem.kind === "unauthorized" || problem.kind === "forbidden";
    const choice = (label: string, description: string, value: Next) => ({ label, description, value });
    const found = better === undefined ? [] : [choice(words.t("Use {0}", better), words.t("it answers"), { open: better })];
    const signIn = refusesPerson && askSignIn !== undefined ? [choice(words.t("Sign in differently…"), "", "signIn")] : [];
    const chosen = await pickOne<Next>(
      problem.message,
      problem.next,
      Promise.resolve([
        ...found,
        ...signIn,
        choice(words.t("Try again"), "", "again"),
        choice(words.t("Connect anyway"), words.t("it is tried again until it answers"), { open: uri }),
      ]),
      { staysOpen: true },
    );
    if (chosen === undefined) return undefined;
    if (typeof chosen === "object") return { address: chosen.open, credentials };
    // Who gives up the other sign-in is asked again what to do.
    if (chosen === "signIn") credentials = (await askSignIn?.()) ?? credentials;
  }
}

import { inProgress, pickOne } from "#client/host/dialogs.ts";
import { type Credentials, tryAddressRequest } from "#protocol/registryRequests.ts";
import type { Services } from "./services.ts";

/**
 * The address to open: the one that was given, when it answers; else what the person makes of what is wrong there. Absent: none.
 */
export async function wantedAddress(
  { words, asker }: Services,
  uri: string,
  credentials: Credentials | undefined,
): Promise<string | undefined> {
  for (;;) {
    const question = { uri, ...(credentials === undefined ? {} : { credentials }) };
    const { problem, better } = await inProgress(words.t("Trying {0}", uri), () => asker.ask(tryAddressRequest, question));
    if (problem === undefined) return uri;
    const found = better === undefined ? [] : [{ label: words.t("Use {0}", better), description: words.t("it answers"), value: better }];
    const chosen = await pickOne(
      problem.message,
      problem.next,
      Promise.resolve([
        ...found,
        { label: words.t("Try again"), description: "", value: "" },
        { label: words.t("Connect anyway"), description: words.t("it is tried again until it answers"), value: uri },
      ]),
    );
    if (chosen !== "") return chosen;
  }
}

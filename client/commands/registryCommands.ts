import { policyTemplate } from "#client/core/policyTemplate.ts";
import type { Wording } from "#client/core/wording.ts";
import { type Action, askText, inform, pickOne } from "#client/host/dialogs.ts";
import { createPolicyFile, openPolicyFile } from "#client/host/policyFile.ts";
import { readSetting, writeSetting } from "#client/host/settings.ts";
import { isTrusted, manageTrust } from "#client/host/trust.ts";
import { isSameUri } from "#protocol/folderUri.ts";
import { type Credentials, checkAddressRequest, folderChosen, refreshRequest } from "#protocol/registryRequests.ts";
import { type AuthKind, originOf, signInOf, withoutSignIn } from "#registry/model/address.ts";
import { keepSignIn } from "./passwordNotice.ts";
import type { Called, Services } from "./services.ts";
import { type Wanted, whatToOpen } from "./tryAddress.ts";

export async function refresh(services: Services): Promise<void> {
  services.source.set(await services.asker.ask(refreshRequest, null));
  services.readAgain();
}

/** Another folder of the workspace: the views show its registry and follow its policy. Pages that are open stay with theirs. */
export async function chooseFolder(services: Services, called?: Called): Promise<void> {
  const { chosenFolder, asker } = services;
  const folder = called?.subjects.find((subject) => subject.kind === "folder")?.folder ?? (await askFolder(services));
  if (folder === undefined) return;
  await chosenFolder.choose(folder);
  asker.tell(folderChosen, { folder });
}

function askFolder({ words, dialogs, chosenFolder, source }: Services): Promise<string | undefined> {
  const shown = source.state?.folder;
  const choices = chosenFolder.choices().map(({ uri, name, path }) => ({
    label: isSameUri(uri, shown) ? words.t("{0} (shown)", name) : name,
    description: path,
    value: uri,
  }));
  return dialogs.pickOne(words.t("Choose Folder"), words.t("Whose registry and policy do you work with?"), Promise.resolve(choices));
}

/** Asks where the registry is and how to sign in, and opens it at once. */
export async function connect(services: Services): Promise<void> {
  const { words, asker } = services;
  const check = (text: string) => asker.ask(checkAddressRequest, { uri: text });
  const uri = await askText({
    title: words.t("Connect to an MLflow Server"),
    prompt: words.t("Address of the server, or of a local store"),
    placeHolder: "http://mlflow.internal:5000",
    value: withoutSignIn(readSetting("slipway.registry", services.source.state?.folder)),
    validate: async (text) => (await check(text)).problem,
  });
  if (uri === undefined) return;
  // A password that was typed with the address goes to the keychain, never into the file of a setting.
  const address = withoutSignIn(uri.trim());
  const origin = originOf(address);
  const { authKinds } = await check(address);
  if (origin !== undefined && authKinds.length > 0) {
    const typed = signInOf(uri.trim());
    const credentials = typed === undefined ? await askCredentials(services, origin, authKinds) : { origin, ...typed };
    if (credentials === undefined) return;
    await tryAndOpen(services, { address, credentials }, () => askCredentials(services, origin, authKinds));
  } else await tryAndOpen(services, { address });
}

/** What is wrong with an address or a sign-in is said before anything is kept. */
async function tryAndOpen(services: Services, given: Wanted, askSignIn?: () => Promise<Credentials | undefined>): Promise<void> {
  const wanted = await whatToOpen(services, given, askSignIn);
  if (wanted === undefined) return;
  const { address, credentials } = wanted;
  if (credentials !== undefined) await keepSignIn(services, credentials);
  const { uri, folder } = services.source.state ?? {};
  // The server takes a sign-in for what is open at once: opened anew, all would be read twice.
  const isTaken = credentials !== undefined && credentials.origin === originOf(uri) && readSetting("slipway.registry", folder) === address;
  if (!isTaken) await openAddress(services, address);
}

/** Makes it the registry of the folder that is shown; where it is that already, it is opened again. */
export async function openAddress(services: Services, address: string): Promise<void> {
  const folder = services.source.state?.folder;
  if (readSetting("slipway.registry", folder) === address) await refresh(services);
  else await writeSetting("slipway.registry", address, folder);
}

async function askCredentials({ words }: Services, origin: string, kinds: readonly AuthKind[]): Promise<Credentials | undefined> {
  const title = words.t("Sign In to {0}", origin);
  const way = await pickOne(
    title,
    words.t("How does the server know you?"),
    Promise.resolve([
      { label: words.t("No sign-in"), description: words.t("the server is open to everyone who reaches it"), value: "none" },
      ...kinds.map((kind) => ({ ...authChoice(kind, words), value: kind })),
    ]),
    { staysOpen: true },
  );
  if (way === undefined) return undefined;
  if (way === "none") return { origin };
  if (way === "token") {
    const token = await askText({ title, prompt: words.t("Token, kept in the keychain of this machine"), password: true });
    return token === undefined ? undefined : { origin, token };
  }
  const username = await askText({ title, prompt: words.t("User name") });
  if (username === undefined) return undefined;
  const password = await askText({ title, prompt: words.t("Password, kept in the keychain of this machine"), password: true });
  return password === undefined ? undefined : { origin, username, password };
}

function authChoice(kind: AuthKind, words: Wording): { readonly label: string; readonly description: string } {
  switch (kind) {
    case "basic":
      return { label: words.t("User name and password"), description: "" };
    case "token":
      return { label: words.t("Token"), description: words.t("sent as Bearer") };
  }
}

/** The one command that writes a policy. Nothing is written into a folder that is not trusted. */
export async function createPolicy({ words, chosenFolder }: Services): Promise<void> {
  if (!isTrusted()) {
    inform(words.t("slipway.yaml is created once the workspace is trusted: in Restricted Mode nothing is written."), [trust(words)]);
    return;
  }
  const outcome = await createPolicyFile(chosenFolder, policyTemplate);
  if (outcome === "noFolder") inform(words.t("Open a folder first: slipway.yaml stands beside the code."));
}

/** Opens the policy where it has errors. Never makes one. */
export async function openPolicy(services: Services): Promise<void> {
  const { words, chosenFolder } = services;
  if (await openPolicyFile(chosenFolder, "problem")) return;
  const none = words.t("There is no slipway.yaml in the folders of this window.");
  const create = { label: words.t("Create slipway.yaml"), run: () => createPolicy(services) };
  if (isTrusted()) inform(none, [create]);
  else inform(`${none} ${words.t("It can be created once the workspace is trusted.")}`, [trust(words)]);
}

function trust(words: Wording): Action {
  return { label: words.t("Manage Workspace Trust"), run: manageTrust };
}

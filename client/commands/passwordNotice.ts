import type * as vscode from "vscode";
import { showError, showWarning } from "#client/host/dialogs.ts";
import { onSettingsChanged, type WrittenSetting, writtenSettings } from "#client/host/settings.ts";
import { type Credentials, credentialsChanged } from "#protocol/registryRequests.ts";
import { originOf, signInOf, withoutSignIn } from "#registry/model/address.ts";
import type { Services } from "./services.ts";

/** Puts credentials into the keychain and tells the server, which uses them at once. */
export async function keepSignIn({ credentials, asker }: Services, given: Credentials): Promise<void> {
  await credentials.set(given);
  asker.tell(credentialsChanged, given);
}

/** Says that the registry's setting holds a password, and offers to move it; once, until the setting is clean again. */
export function watchPasswords(services: Services): vscode.Disposable {
  const { words } = services;
  let said = false;
  const look = (): void => {
    const holding = writtenSettings("slipway.registry").filter(
      ({ value }) => originOf(value) !== undefined && signInOf(value) !== undefined,
    );
    if (holding.length > 0 && !said) {
      showWarning(
        words.t("The setting slipway.registry holds a password: everyone who can read its file can read it. Move it to the keychain."),
        [{ label: words.t("Move to Keychain"), run: () => moveToKeychain(services, holding) }],
      );
    }
    said = holding.length > 0;
  };
  // After activation has returned.
  setImmediate(look);
  return onSettingsChanged(look);
}

async function moveToKeychain(services: Services, holding: readonly WrittenSetting<string>[]): Promise<void> {
  for (const { value, write } of holding) {
    const origin = originOf(value);
    const signIn = signInOf(value);
    if (origin === undefined || signIn === undefined) continue;
    // Kept first: a password that is in neither place would be lost.
    await keepSignIn(services, { origin, ...signIn });
    await write(withoutSignIn(value));
  }
  if (writtenSettings("slipway.registry").some(({ value }) => signInOf(value) !== undefined)) {
    // The machine settings of a remote window, say: no extension can write them.
    showError(
      services.words.t("The password is in the keychain, but still in a settings file that Slipway can't change. Remove it there."),
    );
  }
}

import { joinParts } from "#client/core/wording.ts";
import type { ChoiceGroup } from "#client/host/dialogs.ts";
import { readSetting, writeSetting } from "#client/host/settings.ts";
import { storesInFolderRequest } from "#protocol/registryRequests.ts";
import { originOf, withoutSignIn } from "#registry/model/address.ts";
import { relativeTime } from "#registry/model/format.ts";
import { keepSignIn } from "./passwordNotice.ts";
import { chooseFolder, connect, openAddress, refresh } from "./registryCommands.ts";
import type { Services } from "./services.ts";

/** What a line of the list does. */
type Choice =
  | { readonly act: "open"; readonly uri: string; readonly isRecent?: true }
  | { readonly act: "stay" | "connect" | "follow" | "folder" }
  | { readonly act: "signOut"; readonly origin: string };

/** Another registry for the folder that is shown: one that lies in it, one that was open lately, or a new one. */
export async function switchRegistry(services: Services): Promise<void> {
  const { words, source, dialogs, recent } = services;
  const folder = source.state?.folder;
  const chosen = await dialogs.pickFromGroups<Choice>(
    words.t("Switch Registry"),
    folder === undefined
      ? words.t("Whose runs and models do you work with?")
      : words.t("Whose runs and models do you work with in {0}?", words.folderName(folder)),
    await groupsOf(services),
    {
      icon: "close",
      tooltip: words.t("Remove From Recent Registries"),
      isFor: (choice) => choice.act === "open" && choice.isRecent === true,
      press: (choice) => (choice.act === "open" ? recent.forget(choice.uri) : undefined),
    },
  );
  if (chosen !== undefined) await act(services, chosen);
}

async function act(services: Services, chosen: Choice): Promise<void> {
  const folder = services.source.state?.folder;
  switch (chosen.act) {
    case "open":
      return openAddress(services, chosen.uri);
    case "connect":
      return connect(services);
    case "follow":
      return writeSetting("slipway.registry", undefined, folder);
    case "folder":
      return chooseFolder(services);
    case "signOut":
      await keepSignIn(services, { origin: chosen.origin });
      return refresh(services);
    case "stay":
      return undefined;
  }
}

async function groupsOf(services: Services): Promise<readonly ChoiceGroup<Choice>[]> {
  const { words, source, recent, asker, credentials, chosenFolder } = services;
  const { uri: open, label = "", why = "", folder } = source.state ?? {};
  const inFolder = await asker.ask(storesInFolderRequest, null);
  const others = inFolder.filter(({ uri }) => uri !== open);
  const lately = recent.all().filter(({ uri }) => uri !== open && !inFolder.some((store) => store.uri === uri));
  const origin = originOf(open ?? "");
  const signedIn = (await credentials.all()).some((each) => each.origin === origin);
  const isSet = readSetting("slipway.registry", folder) !== "";
  return [
    {
      heading: words.t("open now"),
      choices: open === undefined ? [] : [{ label, description: why, value: { act: "stay" } }],
    },
    {
      heading: words.t("in this folder"),
      choices: others.map(({ name, uri }) => ({ label: name, description: "", value: { act: "open", uri } })),
    },
    {
      heading: words.t("recent"),
      choices: lately.map(({ uri, label: name, at }) => ({
        label: name,
        description: joinParts([relativeTime(at, words.now()), uri.endsWith(`//${name}`) ? "" : withoutSignIn(uri)]),
        value: { act: "open", uri, isRecent: true },
      })),
    },
    {
      heading: words.t("more"),
      choices: [
        { label: words.t("Connect to an MLflow Server…"), description: "", value: { act: "connect" } },
        ...(isSet
          ? [
              {
                label: words.t("Use What the Folder Has"),
                description: words.t("slipway.yaml, MLFLOW_TRACKING_URI, then mlflow.db or mlruns"),
                value: { act: "follow" } as const,
              },
            ]
          : []),
        ...(chosenFolder.choices().length > 1
          ? [{ label: words.t("Choose Folder…"), description: "", value: { act: "folder" } as const }]
          : []),
        ...(signedIn && origin !== undefined
          ? [{ label: words.t("Sign Out of {0}", origin), description: "", value: { act: "signOut", origin } as const }]
          : []),
      ],
    },
  ];
}

import { commandIds, commandInfo } from "./commands.ts";
import { type FormatLanguage, languageContributions } from "./languageContributions.ts";
import { menus, submenus, welcomes } from "./menus.ts";
import { noteScheme } from "./runEdits.ts";
import { type Setting, settings } from "./settings.ts";
import { problemMatchers, taskDefinition } from "./tasks/contributions.ts";
import { containerId, type PanelName, panelType, type ViewId } from "./viewIds.ts";
import { artifactScheme } from "./views/artifacts.ts";
import { walkthrough } from "./walkthrough.ts";

/**
 * The one source of what `package.json` tells VS Code. `test/repo/contributions.test.ts` compares; `UPDATE=1` writes.
 * English texts stand here; `package.json` gets `%keys%`, `package.nls.json` the texts.
 */
export interface Manifest {
  /** Top-level fields of `package.json` that this source owns. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Content of `package.nls.json`. */
  readonly strings: Readonly<Record<string, string>>;
}

const viewTitles: Readonly<Record<ViewId, string>> = {
  "slipway.experiments": "Experiments",
  "slipway.models": "Models",
  "slipway.promotions": "Promotions",
};

/**
 * Where an `mlflow.db` or `mlruns`, a policy or a project file is, the badge must count what waits before the view is opened. `onView`,
 * `onCommand` and `onLanguage` events follow from the contributions; `onWebviewPanel` restores tabs after a reload.
 */
function activationEvents(languages: readonly FormatLanguage[], panels: readonly PanelName[]): string[] {
  const files = [...languages.flatMap((language) => language.activatesOn), "mlflow.db", "mlruns"];
  // An address that a colleague sent opens a comparison; an artifact that was open in an editor is read again after a reload, a note comes back as it was.
  return [
    "onUri",
    `onFileSystem:${artifactScheme}`,
    `onFileSystem:${noteScheme}`,
    ...files.map((name) => `workspaceContains:${name}`),
    ...panels.map((name) => `onWebviewPanel:${panelType(name)}`),
  ];
}

/** Collects the English texts under their keys while the fields are built. */
class Texts {
  readonly strings: Record<string, string> = {};

  key(name: string, text: string): string {
    this.strings[name] = text;
    return `%${name}%`;
  }
}

/** `languages`: of all formats; `panels`: all pages. */
export function manifest(languages: readonly FormatLanguage[], panels: readonly PanelName[]): Manifest {
  const texts = new Texts();
  const fields = {
    main: "./dist/client.cjs",
    icon: "media/slipway.png",
    activationEvents: activationEvents(languages, panels),
    capabilities: {
      untrustedWorkspaces: {
        supported: "limited",
        description: texts.key(
          "capability.untrusted",
          "Files are checked; no registry is opened, nothing is contacted and no process is started.",
        ),
        restrictedConfigurations: ["slipway.registry"],
      },
      virtualWorkspaces: {
        supported: "limited",
        description: texts.key("capability.virtual", "Registries on a server work; local stores and Git need files on disk."),
      },
    },
    contributes: {
      viewsContainers: { activitybar: [{ id: containerId, title: "Slipway", icon: "media/slipway.svg" }] },
      views: { [containerId]: viewList(texts) },
      viewsWelcome: welcomes.map((welcome, index) => ({
        ...welcome,
        contents: texts.key(`welcome.${welcome.view.slice("slipway.".length)}.${index}`, welcome.contents),
      })),
      commands: commandList(texts),
      submenus: submenus.map(({ id, label }) => ({ id, label: texts.key(`submenu.${id}`, label) })),
      menus,
      configuration: { title: "Slipway", properties: settingSchemas(texts) },
      taskDefinitions: [taskDefinition],
      problemMatchers,
      walkthroughs: [walkthroughContribution(texts)],
      ...languageContributions(languages),
    },
  };
  return { fields, strings: texts.strings };
}

function walkthroughContribution(texts: Texts): unknown {
  const { id, title, description, steps } = walkthrough;
  return {
    id,
    title: texts.key(`walkthrough.${id}.title`, title),
    description: texts.key(`walkthrough.${id}.description`, description),
    steps: steps.map((step) => ({
      id: step.id,
      title: texts.key(`walkthrough.${step.id}.title`, step.title),
      description: texts.key(`walkthrough.${step.id}.description`, step.description),
      media: { svg: `media/walkthrough/${step.picture}`, altText: texts.key(`walkthrough.${step.id}.alt`, step.alt) },
      completionEvents: step.done,
    })),
  };
}

function viewList(texts: Texts): unknown[] {
  return Object.entries(viewTitles).map(([id, title]) => ({
    id,
    name: texts.key(`view.${id}`, title),
    icon: "media/slipway.svg",
    contextualTitle: "Slipway",
  }));
}

function commandList(texts: Texts): unknown[] {
  return commandIds.map((id) => {
    const { title, shortTitle, icon, enablement } = commandInfo(id);
    return {
      command: id,
      title: texts.key(id, title),
      ...(shortTitle === undefined ? {} : { shortTitle: texts.key(`${id}.short`, shortTitle) }),
      category: "Slipway",
      ...(icon === undefined ? {} : { icon }),
      ...(enablement === undefined ? {} : { enablement }),
    };
  });
}

function settingSchemas(texts: Texts): Record<string, unknown> {
  const schemas = Object.entries<Setting<unknown>>(settings).map(([key, { fallback, schema, text, valueTexts }]) => [
    key,
    {
      ...schema,
      default: fallback,
      markdownDescription: texts.key(`setting.${key}`, text),
      ...(valueTexts === undefined
        ? {}
        : { enumDescriptions: valueTexts.map((valueText, index) => texts.key(`setting.${key}.${index}`, valueText)) }),
    },
  ]);
  return Object.fromEntries(schemas) as Record<string, unknown>;
}

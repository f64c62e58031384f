import generated from "./languages.json" with { type: "json" };

/** What VS Code is told of a format, so that its files reach the language server. */
export interface FormatLanguage {
  /**
   * A language of its own, so that an extension for YAML does not say again what is said of its files; absent for files that stay what VS Code takes
   * them for.
   */
  readonly contributed?: ContributedLanguage;
  /** Files that have the name and are none of its own: they stay YAML. Glob patterns, longer than those of the language. */
  readonly stayYaml?: readonly string[];
  /** Languages of others that its texts are in, as VS Code calls them: the server asks for these once it can say something of them. */
  readonly spokenBy?: readonly string[];
  /** Its files, as glob patterns, whatever their language. */
  readonly patterns: readonly string[];
  /** Files at the top of a workspace for which the extension starts by itself. */
  readonly activatesOn: readonly string[];
}

export interface ContributedLanguage {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly filenames: readonly string[];
  /** Ends of names. */
  readonly extensions?: readonly string[];
  /** Glob patterns of paths: for names that other files have too. */
  readonly filenamePatterns?: readonly string[];
  readonly scopeName: string;
  /** Path of a grammar from the root of the extension. */
  readonly grammar: string;
}

/** The grammar of a format whose texts are YAML and no more. */
export const plainYaml = { scopeName: "source.slipway-yaml", grammar: "./syntaxes/yaml.tmLanguage.json" };

/** The languages of all formats; written by `test/repo/contributions.test.ts` from what the formats say, and never by hand. */
export const languages: readonly FormatLanguage[] = generated;

/** Words of the file are no proposals: where Slipway offers nothing, nothing is known to fit. */
const yamlHabits = {
  ...{ "editor.insertSpaces": true, "editor.tabSize": 2, "editor.autoIndent": "advanced" },
  "editor.wordBasedSuggestions": "off",
  // A path is coloured as a text, and completed as it is typed.
  "editor.quickSuggestions": { strings: "on" },
  // Behind one that is typed to its end, Enter is the next line.
  "editor.acceptSuggestionOnEnter": "smart",
};

/** The languages, grammars and editor defaults that Slipway brings; the grammars stand in `syntaxes/`. */
export function languageContributions(of: readonly FormatLanguage[]): object {
  const contributed = of.flatMap((language) => language.contributed ?? []);
  const yaml = of.flatMap(({ stayYaml }) => stayYaml ?? []);
  return {
    languages: [
      ...contributed.map(({ id, aliases, filenames, extensions, filenamePatterns }) => ({
        ...{ id, aliases, filenames },
        ...(extensions && { extensions }),
        ...(filenamePatterns && { filenamePatterns }),
        configuration: "./syntaxes/yaml.language-configuration.json",
      })),
      ...(yaml.length > 0 ? [{ id: "yaml", filenamePatterns: yaml }] : []),
    ],
    grammars: [
      ...contributed.map(({ id, scopeName, grammar }) => ({ language: id, scopeName, path: grammar })),
      {
        scopeName: "slipway.interpolation.injection",
        path: "./syntaxes/interpolation.injection.tmLanguage.json",
        injectTo: ["source.dvc-yaml"],
      },
    ],
    configurationDefaults: Object.fromEntries(contributed.map(({ id }) => [`[${id}]`, yamlHabits])),
  };
}

/** Documents that the language server is asked about. */
export const documentSelector = languages.flatMap(({ contributed, patterns }) => [
  ...(contributed === undefined ? [] : [{ language: contributed.id }]),
  ...patterns.map((pattern) => ({ scheme: "file", pattern })),
]);

/** The languages, grammars and editor defaults that Slipway brings; the grammars stand in `syntaxes/`. */
const yamlHabits = { "editor.insertSpaces": true, "editor.tabSize": 2, "editor.autoIndent": "advanced" };

export const languageContributions = {
  languages: [
    {
      id: "mlproject",
      aliases: ["MLproject"],
      filenames: ["MLproject", "mlproject", "MLProject"],
      configuration: "./syntaxes/yaml.language-configuration.json",
    },
    {
      id: "slipway-policy",
      aliases: ["Slipway Policy"],
      filenames: ["slipway.yaml"],
      configuration: "./syntaxes/yaml.language-configuration.json",
    },
  ],
  grammars: [
    { language: "mlproject", scopeName: "source.mlproject", path: "./syntaxes/mlproject.tmLanguage.json" },
    { language: "slipway-policy", scopeName: "source.slipway-policy", path: "./syntaxes/slipway-policy.tmLanguage.json" },
    {
      scopeName: "slipway.interpolation.injection",
      path: "./syntaxes/interpolation.injection.tmLanguage.json",
      injectTo: ["source.yaml"],
    },
  ],
  configurationDefaults: { "[mlproject]": yamlHabits, "[slipway-policy]": yamlHabits },
};

/** Documents that the language server is asked about. */
export const documentSelector = [
  { language: "mlproject" },
  { language: "slipway-policy" },
  { scheme: "file", pattern: "**/[Mm][Ll][Pp]roject.{yaml,yml}" },
];

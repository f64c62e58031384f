/** One theme of each kind that VS Code has. */
export const themes = ["dark", "light", "hc-dark", "hc-light"] as const;
export type ThemeName = (typeof themes)[number];

/** The name of a theme in the setting `workbench.colorTheme` (VS Code 1.139). */
export const colorThemes: Readonly<Record<ThemeName, string>> = {
  dark: "Dark Modern",
  light: "Light Modern",
  "hc-dark": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
};

export function isThemeName(name: string): name is ThemeName {
  return Object.hasOwn(colorThemes, name);
}

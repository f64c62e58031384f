/** Fonts as VS Code names them to a page, whatever the theme. */
export const fonts = {
  "font-family": "system-ui, 'Ubuntu', 'Droid Sans', sans-serif",
  "font-size": "13px",
  "font-weight": "normal",
  "editor-font-family": "'Droid Sans Mono', 'monospace', monospace",
  "editor-font-size": "14px",
};

/** High contrast themes draw every border in one colour, and fill what is selected with little (`selection`) or nothing: an empty value is none. */
export function withBorders(variables: Readonly<Record<string, string>>, border: string, selection = ""): Record<string, string> {
  const entries = Object.entries(variables).map(([name, value]) => [name, /border$/i.test(name) ? border : value]);
  const selected = Object.fromEntries(
    ["list-activeSelection", "menu-selection"].flatMap((part) => [
      [`${part}Background`, selection],
      [`${part}Foreground`, ""],
    ]),
  );
  return { ...Object.fromEntries(entries), contrastBorder: border, ...selected };
}

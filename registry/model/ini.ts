/**
 * The sections of a file of settings as Python's `configparser` reads it, which MLflow and Databricks use: `[name]`, then `key = value` or
 * `key: value`; keys in lower case, `#` and `;` begin a comment at the start of a line, an indented line goes on with the value before it.
 * Lines that are none of this are left out. What stands under `DEFAULT` holds in every section.
 */
export function iniSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let lastKey: string | undefined;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|[\r\n]/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const more = lastKey !== undefined && /^\s/.test(line) ? section?.get(lastKey) : undefined;
    if (more !== undefined && lastKey !== undefined) {
      section?.set(lastKey, `${more}\n${line.trim()}`);
      continue;
    }
    const name = /^\[([^\]]+)\]/.exec(line.trim())?.[1];
    if (name !== undefined) {
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      lastKey = undefined;
      continue;
    }
    const [, key, value = ""] = /^\s*(.*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    lastKey = key?.toLowerCase();
    if (lastKey) section?.set(lastKey, value);
  }
  const everywhere = sections.get("DEFAULT") ?? new Map<string, string>();
  return new Map([...sections].map(([name, own]) => [name, new Map([...everywhere, ...own])]));
}

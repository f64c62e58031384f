import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Setting, settings } from "../protocol/settings.ts";

export const settingsDocFile = fileURLToPath(new URL("../docs/settings.md", import.meta.url));

/** The page of all settings, as `protocol/settings.ts` has them. */
export function settingsDoc(): string {
  return `<!-- Written by scripts/generate-settings-doc.ts from protocol/settings.ts. Do not edit. -->
# Settings

Those of a folder may differ between the folders of a workspace; the others hold for the window.

${Object.entries<Setting<unknown>>(settings).map(section).join("\n")}`;
}

function section([key, { fallback, schema, text, valueTexts = [] }]: [string, Setting<unknown>]): string {
  const values = valueTexts.map((valueText, index) => `- \`${JSON.stringify((schema["enum"] as unknown[])[index])}\`: ${valueText}\n`);
  const holdsFor = schema.scope === "resource" ? "a folder" : "the window";
  return `## \`${key}\`

${text}

${values.length === 0 ? "" : `${values.join("")}\n`}${range(schema)}Default: \`${JSON.stringify(fallback)}\`. Holds for ${holdsFor}.
`;
}

function range({ minimum, maximum }: Setting<unknown>["schema"]): string {
  return minimum === undefined ? "" : `From ${minimum} to ${maximum}. `;
}

export function writeSettingsDoc(): void {
  writeFileSync(settingsDocFile, settingsDoc());
}

import type { PromotionPage } from "#protocol/views/promotion.ts";

/** The table "Candidate against incumbent" as Markdown, only the rows that differ. */
export function differencesMarkdown(page: PromotionPage): string {
  const incumbent = page.incumbent ? `v${page.incumbent.version} in ${page.to}` : "incumbent";
  const rows = page.groups.flatMap((group) =>
    group.rows.map((row) => [row.name, row.candidate, row.incumbent, row.verdict ? `${row.change} ${row.verdict}` : row.change]),
  );
  const lines = [["", `v${page.version}`, incumbent, "Change"], ["---", "---:", "---:", "---"], ...rows];
  const heading = `**${cell(page.model)} v${page.version} → ${cell(page.to)}**`;
  return `${heading}\n\n${lines.map((line) => `| ${line.map(cell).join(" | ")} |`).join("\n")}\n`;
}

/** A text that stays within its table cell and is nothing but text. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\|`*_<>[\]]/g, (character) => (/^:?-+:?$/.test(text) ? character : `\\${character}`));
}

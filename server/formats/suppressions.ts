import type { Lines } from "./text.ts";

/** Rules that comments in a file silence: `# slipway-ignore CODE…` on the line or the line above, `# slipway-ignore-file CODE…` anywhere. */
export interface Suppressions {
  has(code: string, line: number): boolean;
}

const COMMENT = /(?:^|\s)#\s*slipway-ignore(-file)?\s+([\w, -]+)/;

export function readSuppressions(lines: Lines): Suppressions {
  const everywhere = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  if (lines.text.includes("slipway-ignore")) {
    for (let line = 0; line < lines.count; line++) {
      const match = COMMENT.exec(lines.line(line));
      if (match === null) continue;
      const codes = (match[2] ?? "").split(/[\s,]+/);
      if (match[1] !== undefined) for (const code of codes) everywhere.add(code);
      else {
        const alone = /^\s*#/.test(lines.line(line));
        byLine.set(alone ? line + 1 : line, new Set([...(byLine.get(alone ? line + 1 : line) ?? []), ...codes]));
      }
    }
  }
  return { has: (code, line) => everywhere.has(code) || byLine.get(line)?.has(code) === true };
}

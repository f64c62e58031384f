/** A run as it stands in a text. */
export interface NamedRun {
  readonly id: string;
  /** UTF-16 units in the line. */
  readonly start: number;
  readonly end: number;
}

/**
 * What names a run: `runs:/<id>/path`, an address of MLflow's page (`#/experiments/3/runs/<id>`), and an id by itself, which is 32 hex digits
 * that no longer word goes on with: a digest of 64 is none.
 */
const forms = [
  /runs:\/{1,3}([0-9a-f]{32})(?![0-9a-f])/g,
  /\/runs\/([0-9a-f]{32})(?![0-9a-f])/g,
  /(?<![0-9a-zA-Z_-])([0-9a-f]{32})(?![0-9a-zA-Z_-])/g,
];

/** The runs that a line names, from left to right; each place once. */
export function runsInLine(line: string): NamedRun[] {
  const found = new Map<number, NamedRun>();
  for (const form of forms) {
    for (const match of line.matchAll(form)) {
      const [whole, id = ""] = match;
      const idAt = match.index + whole.lastIndexOf(id);
      if (!found.has(idAt)) found.set(idAt, { id, start: match.index, end: match.index + whole.length });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The run that is named at a place of a line; absent where none is. */
export function runAt(line: string, character: number): string | undefined {
  return runsInLine(line).find(({ start, end }) => character >= start && character <= end)?.id;
}

/**
 * Files that silence the linter (with its ignore comment), each with the reason; `borders.test.ts` fails for any other. That is how
 * a file gets past a limit: 300 lines a file, 50 lines a function. There are none. Tests may have longer functions (`biome.json`),
 * because a `describe` is a list and not a step of thought.
 */
export const exceptions: Readonly<Record<string, string>> = {};

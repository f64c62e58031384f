/** A program that passes or fails as one. */
export interface ProgramPart {
  readonly name: string;
  /** Arguments for Node. */
  readonly program: readonly string[];
}

/** A set of mocha test files. */
export interface MochaPart {
  readonly name: string;
  /** Glob patterns. */
  readonly files: readonly string[];
  /** ms that one test may take; generous, because nothing is proved by it but that the test ends. */
  readonly timeout: number;
  /** Its files share nothing (each starts a window or a browser of its own), so each is a process of its own. */
  readonly apart?: true;
}

/** A part of `npm test`. */
export type Part = ProgramPart | MochaPart;

const beside = (...folders: string[]) => folders.map((folder) => `${folder}/**/!(*.slow).test.ts`);
const types = (project: string) => ({
  name: `types: ${project}`,
  program: ["node_modules/typescript/bin/tsc", "-p", `tsconfig.${project}.json`],
});

/** `npm run check`: what is known in seconds. The longest begin first, because parts of a stage run beside each other. */
export const quickParts: readonly Part[] = [
  { name: "unit: server", files: beside("server"), timeout: 20_000 },
  { name: "unit: registry", files: beside("registry"), timeout: 20_000 },
  { name: "repository", files: beside("test/repo", "test/golden"), timeout: 60_000 },
  { name: "lint", program: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "--error-on-warnings", "."] },
  ...["pure", "node", "client", "web"].map(types),
  { name: "unit: all else", files: beside("protocol", "client", "webviews", "cli", "scripts", "test/extensionApi"), timeout: 20_000 },
];

/** Builds the product, as it does for a newcomer: nothing that runs the product may stand beside it. */
const demoPart: Part = { name: "demo", files: ["test/demo/*.test.ts"], timeout: 300_000 };

/** What the parts after it run. */
const buildPart: Part = { name: "build", program: ["scripts/build.ts", "--test"] };

/** The longest begin first; what falls into files of their own fills the gaps at the end. */
const slowParts: readonly Part[] = [
  { name: "real MLflow", files: ["test/contract/*.test.ts", "test/databricks/*.test.ts", "test/gitlab/*.test.ts"], timeout: 300_000 },
  { name: "real tools as judges", files: ["test/differential/*.test.ts"], timeout: 300_000 },
  { name: "changed files", files: ["test/fuzz/*.test.ts"], timeout: 600_000 },
  { name: "promotion histories", files: ["test/promotions/**/*.test.ts"], timeout: 600_000 },
  { name: "unit: slow", files: ["{server,registry,webviews,scripts,test/golden}/**/*.slow.test.ts"], timeout: 60_000 },
  { name: "command line", files: ["test/cli/*.test.ts"], timeout: 60_000 },
  { name: "language server", files: ["test/lsp/*.test.ts"], timeout: 60_000 },
  { name: "recipes", files: ["test/recipes/*.test.ts"], timeout: 120_000 },
  { name: "extension host", files: ["test/host/run/*.test.ts"], timeout: 300_000 },
  { name: "faults of servers", files: ["test/faults/*.test.ts"], timeout: 120_000 },
];

/** What a person sees, on real screens: two thirds of all the time. */
const screenParts: readonly Part[] = [
  { name: "whole window", files: ["test/e2e/*.test.ts"], timeout: 300_000, apart: true },
  { name: "pages in Chromium", files: ["test/webviews/*.test.ts"], timeout: 120_000, apart: true },
];

/** `npm test`, one stage after the other; with the screens as `npm test -- --screens`. */
export function stagesOf(screens: boolean): readonly (readonly Part[])[] {
  return [quickParts, [demoPart], [buildPart], screens ? [...slowParts, ...screenParts] : slowParts];
}

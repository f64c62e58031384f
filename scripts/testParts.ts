/** What `npm test` consists of. A part is a program, or a set of mocha test files. */
export type Part =
  | { readonly name: string; readonly program: readonly string[]; readonly quick: boolean }
  | {
      readonly name: string;
      readonly files: readonly string[];
      readonly quick: boolean;
      /** ms that one test may take; generous, because nothing is proved by it but that the test ends. */
      readonly timeout: number;
    };

const beside = ["registry", "protocol", "server", "client", "webviews", "cli", "scripts"].map((folder) => `${folder}/**/*.test.ts`);
const tsc = (project: string) => ["node_modules/typescript/bin/tsc", "-p", `tsconfig.${project}.json`];

/** In the order in which they run; the quick ones are `npm run check`. */
export const parts: readonly Part[] = [
  ...["pure", "node", "client", "web"].map((name) => ({ name: `types: ${name}`, program: tsc(name), quick: true })),
  { name: "lint", program: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "--error-on-warnings", "."], quick: true },
  { name: "unit", files: beside, timeout: 20_000, quick: true },
  { name: "repository", files: ["test/repo/*.test.ts", "test/golden/*.test.ts"], timeout: 60_000, quick: true },
  { name: "recipes", files: ["test/recipes/*.test.ts"], timeout: 120_000, quick: false },
  { name: "build", program: ["scripts/build.ts", "--test"], quick: false },
  { name: "language server", files: ["test/lsp/*.test.ts"], timeout: 60_000, quick: false },
  { name: "command line", files: ["test/cli/*.test.ts"], timeout: 60_000, quick: false },
  { name: "real MLflow", files: ["test/contract/*.test.ts", "test/differential/*.test.ts"], timeout: 300_000, quick: false },
  { name: "promotion histories", files: ["test/promotions/**/*.test.ts"], timeout: 600_000, quick: false },
  { name: "pages in Chromium", files: ["test/webviews/*.test.ts"], timeout: 60_000, quick: false },
  { name: "extension host", files: ["test/host/run/*.test.ts"], timeout: 300_000, quick: false },
  { name: "whole window", files: ["test/e2e/*.test.ts"], timeout: 300_000, quick: false },
];

/**
 * Stands in for the VS Code program of `@vscode/test-electron`: takes VS Code's command line, starts the editor's server, opens its
 * workbench in Chromium with the extension and the suite, writes what each test became to the file `SLIPWAY_HOST_RESULTS` (one JSON
 * a line), and ends with the suite's status.
 */
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { workbenchAddress } from "./address.ts";
import { launchBrowser } from "./browser.ts";
import { startEditor } from "./editorServer.ts";

const results = process.env["SLIPWAY_HOST_RESULTS"];
/** ms; an extension host that never comes up must not hold a build for ever. */
const longest = 5 * 60_000;
const testLine = /SLIPWAY_TEST (\{.*\})/s;

function option(name: string): string | undefined {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return found === undefined ? undefined : resolve(found.slice(name.length + 3));
}

/** Resolves with the exit status when the suite has said its last line. */
function suiteIn(page: Page): Promise<number> {
  let failed = 0;
  let written = Promise.resolve();
  return new Promise((done) => {
    page.on("console", (message) => {
      const text = message.text();
      const test = testLine.exec(text)?.[1];
      if (test !== undefined) {
        if (test.includes('"state":"failed"')) failed++;
        if (results !== undefined) written = written.then(() => appendFile(results, `${test}\n`));
      }
      if (text.includes("SLIPWAY_TESTS_DONE")) void written.then(() => done(failed === 0 ? 0 : 1));
    });
    page.on("crash", () => done(1));
    setTimeout(() => {
      console.log(`The suite did not end within ${longest / 60_000} min.`);
      done(1);
    }, longest);
  });
}

async function main(): Promise<number> {
  const folder = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  const extension = option("extensionDevelopmentPath");
  const extensionTests = option("extensionTestsPath");
  const dataFolder = await mkdtemp(join(tmpdir(), "slipway-editor-"));
  const server = await startEditor({ dataFolder });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const status = suiteIn(page);
    const query = {
      ...(folder && { folder: resolve(folder) }),
      ...(extension && { extension }),
      ...(extensionTests && { extensionTests }),
    };
    await page.goto(workbenchAddress(server.address, query));
    return await status;
  } finally {
    await browser.close();
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

process.exit(await main());

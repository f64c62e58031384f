import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { serverFlags } from "#client/core/serverFlags.ts";
import { sourceRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { workbenchAddress } from "../../scripts/editor/address.ts";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { startEditor } from "../../scripts/editor/editorServer.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { type Figure, median, ms, times } from "./figure.ts";
import { ourServer } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const windows = 5;
const serverStarts = 10;

/** VS Code's own times of one activation, ms. */
interface Activation {
  readonly load: number;
  readonly call: number;
}

type Activations = Readonly<Record<"ours" | "empty" | "git", Activation>>;

/** Our extension in a real workbench on the sample, opened several times; the times are VS Code's own. */
export function activationFigures(): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const sample = join(folder, "fraud-detection");
    await makeScratchCopy(sample);
    const dataFolder = join(folder, "editor");
    const report = join(folder, "activations.json");
    await installObserver(join(dataFolder, "extensions"), report);
    const editor = await startEditor({ dataFolder });
    const browser = await launchBrowser();
    try {
      const activations: Activations[] = [];
      for (let window = 0; window < windows; window++) {
        const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
        await page.goto(workbenchAddress(editor.address, { folder: sample, extension: root }));
        activations.push(await activationIn(page, report));
        await page.close();
        await rm(report);
      }
      return activationRows(activations);
    } finally {
      await browser.close();
      await editor.stop();
    }
  });
}

/**
 * An extension that does nothing, activated by the same event: what VS Code itself takes for an activation. Then it writes down VS Code's
 * own marks of all three, which are in the memory of the extension host.
 */
async function installObserver(extensions: string, report: string): Promise<void> {
  const folder = join(extensions, "slipway-bench.empty-1.0.0");
  await mkdir(folder, { recursive: true });
  const manifest = { name: "empty", publisher: "slipway-bench", version: "1.0.0", engines: { vscode: "^1.100.0" }, main: "./main.js" };
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, activationEvents: ["workspaceContains:slipway.yaml"] }));
  await writeFile(join(folder, "main.js"), `(${String(observe)})(${JSON.stringify(report)}, ${JSON.stringify(extensionIds)});\n`);
}

const extensionIds = { ours: "slipway.slipway", empty: "slipway-bench.empty", git: "vscode.git" } as const;

/** Runs in the extension host, as it is written here. */
function observe(report: string, ids: Readonly<Record<string, string>>): void {
  // VS Code's own list, with times in ms.
  type Marks = { getMarks(): readonly { readonly name: string; readonly startTime: number }[] };
  const { MonacoPerformanceMarks: marks } = globalThis as unknown as { readonly MonacoPerformanceMarks: Marks };
  const at = (mark: string) => marks.getMarks().find(({ name }) => name === `code/extHost/${mark}`)?.startTime ?? Number.NaN;
  const between = (id: string) => ({
    load: at(`didLoadExtensionCode/${id}`) - at(`willLoadExtensionCode/${id}`),
    call: at(`didActivateExtension/${id}`) - at(`willActivateExtension/${id}`),
  });
  exports.activate = () => {
    const timer = setInterval(() => {
      const found = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, between(id)]));
      if (!Object.values(found).every(({ load, call }) => load >= 0 && call >= 0)) return;
      clearInterval(timer);
      require("node:fs").writeFileSync(report, JSON.stringify(found));
    }, 200);
  };
}

function activationRows(activations: readonly Activations[]): Figure[] {
  const middle = (who: keyof Activations) => {
    const [load, call] = [median(activations.map((each) => each[who].load)), median(activations.map((each) => each[who].call))];
    return { whole: load + call, text: `${ms(load)} + ${ms(call)}` };
  };
  const [ours, empty, git] = [middle("ours"), middle("empty"), middle("git")];
  const what = "activation in the extension host: loading the code + activate(), p50";
  return [
    {
      what,
      ours: ours.text,
      peer: `VS Code's Git extension ${git.text}`,
      ratio: times(git.whole / ours.whole),
      budget: { text: ms(30), met: ours.whole < 30 },
    },
    {
      what: "the same beside an extension that does nothing",
      ours: ours.text,
      peer: `an empty extension ${empty.text}`,
      ratio: times(empty.whole / ours.whole),
      budget: { text: "at most 1.5× as long", met: ours.whole <= 1.5 * empty.whole },
    },
  ];
}

/** Opens a window until all three are active. */
async function activationIn(page: Page, report: string): Promise<Activations> {
  await page.getByRole("tab", { name: "Slipway" }).click();
  // Rows mean that the extension is active.
  await page.getByRole("treeitem", { name: /fraud/ }).first().waitFor();
  for (let left = 100; left > 0; left--) {
    const text = await readFile(report, "utf8").catch(() => "");
    if (text !== "") return JSON.parse(text) as Activations;
    await page.waitForTimeout(200);
  }
  throw new Error("The extension host has no marks of the activations");
}

/** The background process, started over IPC as the extension does, until it has said which registry there is. */
export function serverReadyFigures(): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const sample = join(folder, "fraud-detection");
    await makeScratchCopy(sample);
    const again = { NODE_COMPILE_CACHE: join(folder, "compiled") };
    await serverReady(sample, again);
    const samples: Record<"again" | "first", number[]> = { again: [], first: [] };
    for (let start = 0; start < serverStarts; start++) {
      samples.again.push(await serverReady(sample, again));
      samples.first.push(await serverReady(sample, {}));
    }
    const ready = median(samples.again);
    return [
      { what: "server ready: from its start to its first answer, p50", ours: ms(ready), budget: { text: ms(400), met: ready <= 400 } },
      { what: "the same at the first start of a version", ours: ms(median(samples.first)) },
    ];
  });
}

async function serverReady(folder: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const begun = performance.now();
  const env = { ...process.env, ...environment };
  const child = fork(ourServer, ["--node-ipc"], { stdio: "ignore", execArgv: serverFlags, env });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    capabilities: { workspace: { workspaceFolders: true } },
    workspaceFolders: [{ uri, name: "bench" }],
    initializationOptions: { trusted: true, settings: defaultSettings, credentials: [] },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendRequest(sourceRequest.method, null);
  const taken = performance.now() - begun;
  const ended = once(child, "exit");
  // As an editor ends it: what Node keeps for the next start is written then.
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await ended;
  connection.dispose();
  return taken;
}

/** The package that `npm run package` wrote. */
export async function sizeFigures(): Promise<Figure[]> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const { size } = await stat(join(root, `slipway-${version}.vsix`));
  return [{ what: "VSIX", ours: `${Math.round(size / 1000)} kB`, budget: { text: "1,500 kB", met: size < 1_500_000 } }];
}

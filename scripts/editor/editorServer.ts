import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./freePort.ts";

export interface EditorOptions {
  /** Folder for the editor's own data, made when absent: settings, logs, extensions. */
  readonly dataFolder: string;
  /** Machine settings, as in VS Code's settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More environment for the editor and its extension host: another Git identity, say. */
  readonly environment?: Readonly<Record<string, string>>;
  /** False: VS Code asks for trust as it does for people. */
  readonly trusted?: boolean;
}

export interface EditorServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly dataFolder: string;
  /** Of the process; what it starts is in its group, but on Windows. */
  readonly pid: number;
  /** What the server and the extension host wrote so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Settings that keep a fresh editor quiet: nothing but what was asked for is on the screen. */
const quiet: Readonly<Record<string, unknown>> = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "git.openRepositoryInParentFolders": "never",
  "git.autofetch": false,
  "chat.commandCenter.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "window.confirmBeforeClose": "never",
};

/**
 * Starts a real VS Code server on loopback and waits until it takes connections. `SLIPWAY_EDITOR` names its folder.
 * Rejects with its log when it ends first.
 */
export async function startEditor(options: EditorOptions): Promise<EditorServer> {
  const home = process.env["SLIPWAY_EDITOR"];
  if (home === undefined) throw new Error("SLIPWAY_EDITOR is not set: run this through npm (npm test, npm run demo).");
  const port = await freePort();
  const machine = join(options.dataFolder, "data/Machine");
  await mkdir(machine, { recursive: true });
  await writeFile(join(machine, "settings.json"), JSON.stringify({ ...quiet, ...options.settings }, null, 2));
  const child = spawn(process.execPath, serverArguments(home, port, options), {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the extension host and all that it starts end with it.
    detached: process.platform !== "win32",
    env: { ...process.env, ...options.environment },
  });
  await ready(child, join(options.dataFolder, "server.log"));
  const { dataFolder } = options;
  return { address: `http://127.0.0.1:${port}`, dataFolder, pid: child.pid ?? 0, log: () => readLogs(dataFolder), stop: () => stop(child) };
}

function serverArguments(home: string, port: number, options: EditorOptions): string[] {
  return [
    join(home, "out/server-main.js"),
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...["--server-data-dir", options.dataFolder, "--extensions-dir", join(options.dataFolder, "extensions")],
    "--without-connection-token",
    "--accept-server-license-terms",
    // Without this flag the extension under development is ignored in silence.
    "--enable-smoke-test-driver",
    "--disable-telemetry",
    ...(options.trusted === false ? [] : ["--disable-workspace-trust"]),
  ];
}

function ready(child: ChildProcess, logFile: string): Promise<void> {
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log.write(text);
        said = (said + text).slice(-4000);
        if (said.includes("Extension host agent listening")) resolve();
      });
    }
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`The editor's server ended with status ${status}:\n${said}`)));
  });
}

/** The server's own words and every log file below `data/logs`, Slipway's output channel among them. */
async function readLogs(dataFolder: string): Promise<string> {
  const files = [join(dataFolder, "server.log")];
  for await (const file of glob(join(dataFolder, "data/logs/**/*.log"))) files.push(file);
  const texts = files.map(async (file) => `===== ${file.slice(dataFolder.length + 1)}\n${await readFile(file, "utf8")}`);
  return (await Promise.all(texts)).join("\n");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const pid = child.pid;
  const signal = (name: NodeJS.Signals) => (process.platform === "win32" ? child.kill(name) : process.kill(-pid, name));
  signal("SIGTERM");
  const hard = setTimeout(() => signal("SIGKILL"), 5000);
  await ended;
  clearTimeout(hard);
}

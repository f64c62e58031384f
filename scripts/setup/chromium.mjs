import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "./cache.mjs";
import { aptInstall } from "./run.mjs";

const names =
  process.platform === "win32" ? ["chrome.exe", "msedge.exe"] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usual = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  join(process.env.PROGRAMFILES ?? "", "Google/Chrome/Application/chrome.exe"),
  join(process.env["PROGRAMFILES(X86)"] ?? "", "Microsoft/Edge/Application/msedge.exe"),
];

/** Path of a Chromium: SLIPWAY_CHROMIUM, the PATH, the usual places, else Debian's package. */
export async function chromium() {
  const found = find();
  if (found !== undefined) return found;
  say("no Chromium found: installing Debian's (about a minute, once)");
  const installed = (await aptInstall(["chromium", "fonts-dejavu-core"])) ? find() : undefined;
  if (installed !== undefined) return installed;
  throw new Error("A Chromium or Chrome is needed for the browser tests. Install one, or set SLIPWAY_CHROMIUM to its path.");
}

function find() {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.SLIPWAY_CHROMIUM ?? "", ...onPath, ...usual].find(isProgram);
}

function isProgram(path) {
  if (path === "") return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

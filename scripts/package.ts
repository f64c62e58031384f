/** `npm run package`: builds and packs the extension into `slipway-VERSION.vsix`; dependencies are in the bundles. */
import { spawnSync } from "node:child_process";

function step(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

step(["--disable-warning=ExperimentalWarning", "scripts/build.ts", "--package"]);
step([
  "node_modules/@vscode/vsce/vsce",
  "package",
  "--no-dependencies",
  "--skip-license",
  "--allow-missing-repository",
  ...process.argv.slice(2),
]);

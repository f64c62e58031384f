/** `npm run format`: Biome's formatting and safe fixes over the whole checkout. */
import { spawnSync } from "node:child_process";

const { status } = spawnSync(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "check", "--write", "."], { stdio: "inherit" });
process.exitCode = status ?? 1;

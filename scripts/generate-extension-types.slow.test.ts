import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extensionTypes, extensionTypesFile } from "./generate-extension-types.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("docs/slipway-api.d.ts", () => {
  it("says what the API says (mend it with: npm run docs)", () => {
    assert.equal(readFileSync(extensionTypesFile, "utf8"), extensionTypes());
  });

  it("is whole without Slipway, and the example of docs/extension-api.md has its types", function () {
    this.timeout(60_000);
    const page = readFileSync(join(root, "docs/extension-api.md"), "utf8");
    const example = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    assert.match(example, /registerBackend/);
    const folder = mkdtempSync(join(tmpdir(), "slipway-types-"));
    try {
      writeFileSync(join(folder, "slipway-api.d.ts"), extensionTypes());
      writeFileSync(join(folder, "extension.ts"), example);
      const options = {
        ...{ strict: true, noEmit: true, module: "nodenext", target: "es2024", skipLibCheck: false, lib: ["ES2024", "DOM"] },
        ...{ types: ["vscode"], typeRoots: [join(root, "node_modules/@types")], exactOptionalPropertyTypes: true },
      };
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions: options, files: ["slipway-api.d.ts", "extension.ts"] }),
      );
      const checked = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
      assert.equal(checked.stdout, "");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

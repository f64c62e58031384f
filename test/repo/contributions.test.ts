import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CommandId, commandIds, commandInfo, commands } from "#protocol/commands.ts";
import { manifest } from "#protocol/contributions.ts";
import { languages } from "#protocol/languageContributions.ts";
import { menus, submenus, welcomes } from "#protocol/menus.ts";
import { viewIds } from "#protocol/viewIds.ts";
import { formats } from "#server/formats/formats.ts";
import { panelNames } from "../../scripts/panelNames.ts";

const root = new URL("../../", import.meta.url);
const packageFile = fileURLToPath(new URL("package.json", root));
const languagesFile = fileURLToPath(new URL("protocol/languages.json", root));
const stringsFile = fileURLToPath(new URL("package.nls.json", root));

describe("package.json and protocol/contributions.ts", () => {
  const ofFormats = formats.map(({ language }) => language);
  const panels = panelNames(fileURLToPath(root));
  const { fields, strings } = manifest(ofFormats, panels);

  before("UPDATE=1 writes package.json, package.nls.json and protocol/languages.json", () => {
    if (process.env["UPDATE"] !== "1") return;
    const present = JSON.parse(readFileSync(packageFile, "utf8")) as Record<string, unknown>;
    writeFileSync(packageFile, `${JSON.stringify({ ...present, ...fields }, null, 2)}\n`);
    writeFileSync(languagesFile, `${JSON.stringify(ofFormats, null, 2)}\n`);
    writeFileSync(stringsFile, `${JSON.stringify(strings, null, 2)}\n`);
  });

  it("say the same", () => {
    const present = JSON.parse(readFileSync(packageFile, "utf8")) as Record<string, unknown>;
    for (const [field, value] of Object.entries(fields)) {
      assert.deepEqual(present[field], JSON.parse(JSON.stringify(value)), `${field}: run this test with UPDATE=1`);
    }
    assert.deepEqual(JSON.parse(readFileSync(stringsFile, "utf8")), strings);
    if (process.env["UPDATE"] !== "1") assert.deepEqual(languages, ofFormats, "protocol/languages.json: run this test with UPDATE=1");
  });

  it("have a provider for each page, in client/views/panels.ts", () => {
    const text = readFileSync(new URL("client/views/panels.ts", root), "utf8");
    const provided = /return \{(?<pages>[^}]*)\} satisfies/s.exec(text)?.groups?.["pages"] ?? "";
    const names = provided.split(",").map((entry) => entry.split(":")[0]?.trim() ?? "");
    assert.deepEqual(names.filter((name) => name !== "").sort(), panels);
  });

  it("name only files that are there", () => {
    const names = JSON.stringify(fields).match(/"(?:\.\/)?(?:media|syntaxes)\/[^"]+"/g) ?? [];
    assert.ok(names.length >= 5);
    for (const name of names) assert.ok(existsSync(new URL(JSON.parse(name) as string, root)), name);
  });
});

describe("menus", () => {
  const items = Object.entries(menus).flatMap(([menu, entries]) => entries.map((entry) => ({ menu, entry })));

  it("name only commands and submenus that exist", () => {
    for (const { menu, entry } of items) {
      if ("command" in entry) assert.ok(entry.command in commands, `${entry.command} in ${menu}`);
      else assert.ok(submenus.some(({ id }) => id === entry.submenu) && entry.submenu in menus, `${entry.submenu} in ${menu}`);
    }
  });

  it("reach every command: by the palette, a menu, or a row that runs it", () => {
    const inMenus = new Set(items.flatMap(({ menu, entry }) => (menu !== "commandPalette" && "command" in entry ? [entry.command] : [])));
    const byRow = new Set<CommandId>(["slipway.loadMore"]);
    for (const id of commandIds) assert.ok(commands[id].inPalette || inMenus.has(id) || byRow.has(id), id);
  });

  it("give every icon in a row to one kind of act", () => {
    const acts = new Map<string, Set<string>>();
    for (const id of commandIds) {
      const info = commandInfo(id);
      if (info.icon === undefined) continue;
      const verb = id.slice("slipway.".length).match(/^[a-z]+/)?.[0] ?? "";
      acts.set(info.icon, (acts.get(info.icon) ?? new Set()).add(verb));
    }
    for (const [icon, verbs] of acts) assert.equal(verbs.size, 1, `${icon}: ${[...verbs].join(", ")}`);
  });
});

describe("welcome views", () => {
  it("stand in views that exist and link to commands that exist", () => {
    for (const { view, contents } of welcomes) {
      assert.ok((viewIds as readonly string[]).includes(view), view);
      for (const [, command = ""] of contents.matchAll(/\(command:(slipway\.[^)]+)\)/g)) assert.ok(command in commands, command);
    }
  });
});

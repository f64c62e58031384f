import assert from "node:assert/strict";
import { pictureName } from "./pictureName.ts";

describe("the name of a saved chart", () => {
  const cases: readonly (readonly [title: string, name: string])[] = [
    ["val_auc", "val_auc.svg"],
    ["val/auc over loss", "val_auc over loss.svg"],
    ["../../etc/passwd", "etc_passwd.svg"],
    ["C:\\x", "C_x.svg"],
    ["größe 模", "größe 模.svg"],
    ["...", "chart.svg"],
    ["", "chart.svg"],
  ];
  for (const [title, name] of cases)
    it(`is one that every file system takes: ${title}`, () => assert.equal(pictureName(title, "svg"), name));
});

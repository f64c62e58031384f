import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "playwright-core";
import { dataChanged } from "#protocol/views/panel.ts";
import { noChange } from "#registry/model/changes.ts";
import type { Fixture, OpenPanel } from "./harness.ts";

/** One thing that a person, or somebody else, does; the numbers say to which of what is there. */
export interface Step<Act extends string = string> {
  readonly act: Act;
  readonly a: number;
  readonly b: number;
  /** The next one comes before this one is answered. */
  readonly isHasty: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Of the run or the column that it belongs to, else its text. */
  readonly id: string;
}

/** Mouse and keyboard on a page, as a hurried person has them: nothing waits for the page, and what is not there is not pressed. */
export class PageHands {
  readonly folder: string;
  open!: OpenPanel;
  /** The last act was one of the keyboard. */
  byKey = false;
  #logged = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  get page(): Page {
    return this.open.page;
  }

  /** Changes the file as another program does. */
  write(sql: string): void {
    const database = new DatabaseSync(join(this.folder, "mlflow.db"));
    try {
      database.exec(sql);
    } finally {
      database.close();
    }
  }

  rows(sql: string): Record<string, string | number | null>[] {
    const database = new DatabaseSync(join(this.folder, "mlflow.db"), { readOnly: true });
    try {
      return database.prepare(sql).all() as Record<string, string | number | null>[];
    } finally {
      database.close();
    }
  }

  /** Tells the page that these runs are not as they were. */
  async tell(runs: readonly string[]): Promise<void> {
    await this.open.push(dataChanged.method, { ...noChange, experiments: ["1"], runs });
  }

  /** Of a run a new value of a metric, at a step of its own. */
  log(id: string, value: number): void {
    const step = 700 + ++this.#logged;
    const time = 1_800_000_000_000 + step;
    this.write(`INSERT OR REPLACE INTO latest_metrics VALUES ('val_auc', ${value}, ${time}, ${step}, 0, '${id}');
      INSERT INTO metrics VALUES ('val_auc', ${value}, ${time}, '${id}', ${step}, 0)`);
  }

  /** Middles of what is seen of the elements of a kind, px. */
  async places(selector: string): Promise<Place[]> {
    return (await this.page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((each) => {
      const { left, top, width, height } = each.getBoundingClientRect();
      const [x, y] = [left + Math.min(width / 2, 60), top + height / 2];
      const there = document.elementFromPoint(x, y);
      const id = each.closest("[data-run]")?.dataset.run ?? each.closest("[data-column]")?.dataset.column ?? each.textContent.trim();
      return width > 0 && there !== null && (each.contains(there) || there.contains(each)) ? [{ x, y, id }] : [];
    })`)) as Place[];
  }

  /** Presses one of a kind; undefined: there is none. */
  async press(
    selector: string,
    which: number,
    keys: readonly string[] = [],
    button: "left" | "right" = "left",
  ): Promise<string | undefined> {
    const places = await this.places(selector);
    const place = places[which % Math.max(1, places.length)];
    if (place === undefined) return undefined;
    this.byKey = false;
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.mouse.click(place.x, place.y, { button });
    for (const key of keys) await this.page.keyboard.up(key);
    return place.id;
  }

  /** Drags from a place by so many px. */
  async drag({ x, y }: Pick<Place, "x" | "y">, by: Pick<Place, "x" | "y">, keys: readonly string[] = []): Promise<void> {
    this.byKey = false;
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + by.x, y + by.y, { steps: 3 });
    await this.page.mouse.up();
    for (const key of keys) await this.page.keyboard.up(key);
  }

  async key(...keys: string[]): Promise<void> {
    this.byKey = true;
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async focus(selector: string, which = 0): Promise<boolean> {
    return (await this.page.evaluate(`(() => {
      const all = [...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.getClientRects().length > 0);
      const one = all[${which} % Math.max(1, all.length)];
      one?.focus();
      return one !== undefined && document.activeElement === one;
    })()`)) as boolean;
  }

  /** Goes to one of a kind and presses a key there; false: there is none. */
  async keyAt(selector: string, which: number, ...keys: string[]): Promise<boolean> {
    const isThere = await this.focus(selector, which);
    if (isThere) await this.key(...keys);
    return isThere;
  }

  /** Takes an entry of the menu that is open, or comes soon, by keyboard. */
  async choose(which: number): Promise<void> {
    await this.page.waitForTimeout(60);
    const count = (await this.page.evaluate("document.querySelectorAll('[role=menu] [role^=menuitem]').length")) as number;
    if (count === 0) return;
    await this.key("Home");
    for (let left = which % count; left > 0; left--) await this.key("ArrowDown");
    await this.key("Enter");
  }
}

/** The same answers, each after a while. */
export function delayed(fixture: Fixture, salt: number): Fixture {
  let calls = salt;
  return Object.fromEntries(
    Object.entries(fixture).map(([method, answer]) => [
      method,
      async (params: never) => {
        await new Promise((done) => setTimeout(done, [0, 5, 40, 0, 90, 15][calls++ % 6]));
        return answer(params);
      },
    ]),
  );
}

/** What stands on any page: each id once, all that is pointed to, and who has the focus. Runs in the page. */
export const lookAround = `(() => {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const dangling = ["aria-activedescendant", "aria-owns", "aria-controls", "aria-describedby", "aria-labelledby"].flatMap((name) =>
    [...document.querySelectorAll("[" + name + "]")].flatMap((each) => each.getAttribute(name).split(" ").filter((id) => id !== "" && !document.getElementById(id)).map((id) => name + " " + id)));
  return { twice: ids.filter((id, at) => ids.indexOf(id) !== at), dangling, isLost: document.activeElement === document.body };
})()`;

export interface SeenAround {
  readonly twice: readonly string[];
  readonly dangling: readonly string[];
  readonly isLost: boolean;
}

import { type NamedRun, pressEdit } from "#protocol/runEdits.ts";
import { baselineChanged } from "#protocol/views/panel.ts";
import { type RunsState, runsChosen, runsLeft, runsReady, runsSetBaseline, runsStateChanged } from "#protocol/views/runs.ts";
import { noChange } from "#registry/model/changes.ts";
import { LoadedRuns } from "#server/runs/loadedRuns.ts";
import type { Fixture } from "./harness.ts";
import { delayed, PageHands } from "./pageHands.ts";
import { runsHost, type sweepStore } from "./runsFixture.ts";

/** A person at the Runs page, the window around it, and what is known of what should be. */
export class RunsHands extends PageHands {
  readonly #loaded = new LoadedRuns();
  readonly fixture: Fixture;
  state: RunsState;
  baseline: string | undefined;
  /** What must be chosen; absent: not known. */
  chosen: Set<string> | undefined = new Set();
  /** Messages of the page that the window has dealt with. */
  #heard = 0;
  #runs = 0;

  /** `salt`: which answers are the slow ones. */
  constructor(store: ReturnType<typeof sweepStore>, salt: number) {
    super(store.folder);
    const host = runsHost(store.registry, {}, undefined, this.#loaded);
    this.state = (host[runsReady.method] as (params: null) => { state: RunsState })(null).state;
    this.fixture = delayed(host, salt);
    this.fixture[runsReady.method] = () => ({
      state: this.state,
      chosen: this.toldChosen,
      ...(this.baseline === undefined ? {} : { baseline: this.baseline }),
    });
  }

  /** Ids that the page says are chosen. */
  get toldChosen(): readonly string[] {
    const told = this.open?.sent.findLast(({ method }) => method === runsChosen.method)?.params as
      | { runs: readonly NamedRun[] }
      | undefined;
    return (told?.runs ?? []).map(({ id }) => id);
  }

  /** As the window does: keeps the state, sets the baseline, deletes and restores. */
  async serve(): Promise<void> {
    for (const { method, params } of this.open.sent.slice(this.#heard)) {
      this.#heard++;
      if (method === runsStateChanged.method) this.state = params as RunsState;
      if (method === runsSetBaseline.method) {
        this.baseline = (params as { id: string }).id;
        await this.open.push(baselineChanged.method, { id: this.baseline });
      }
      if (method === pressEdit.method) await this.#edit(params as { act: string; runs: readonly NamedRun[] });
    }
  }

  async #edit({ act, runs }: { readonly act: string; readonly runs: readonly NamedRun[] }): Promise<void> {
    if (act !== "delete" && act !== "restore") return;
    const ids = runs.map(({ id }) => id);
    const stage = act === "delete" ? "deleted" : "active";
    this.write(`UPDATE runs SET lifecycle_stage = '${stage}' WHERE run_uuid IN (${ids.map((id) => `'${id}'`).join(",")})`);
    await this.open.push(runsLeft.method, { ids });
    await this.changed(ids);
  }

  /** The server has heard of it, then the page. */
  async changed(runs: readonly string[]): Promise<void> {
    this.#loaded.changed({ ...noChange, experiments: ["1"], runs });
    await this.tell(runs);
  }

  nextRun(): number {
    return ++this.#runs;
  }
}

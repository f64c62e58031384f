import { type Asker, askAnswer } from "#client/core/asker.ts";
import { PagedList } from "#client/core/pagedList.ts";
import { experimentRow, runRow, runTooltip } from "#client/core/runRows.ts";
import { nestRuns, type RunForest } from "#client/core/runTree.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { Wording } from "#client/core/wording.ts";
import { type ExperimentRow, experimentsRequest, type RunRow, runDetailRequest, runsRequest } from "#protocol/registryRequests.ts";
import { listNodes, oldestStale } from "./listNodes.ts";
import type { SourceWatch } from "./sourceWatch.ts";
import type { TreeSource } from "./treeSource.ts";

export interface ExperimentsContext {
  readonly asker: Asker;
  readonly source: SourceWatch;
  readonly words: Wording;
  /** Run that comparisons start from, when the person set one. */
  readonly baseline: () => string | undefined;
  /** Something that is loaded looks different now. */
  readonly changed: () => void;
}

/** Experiments, their runs, and the runs' child runs. */
export class ExperimentsView implements TreeSource {
  readonly #context: ExperimentsContext;
  #experiments: PagedList<ExperimentRow>;
  readonly #runs = new Map<string, PagedList<RunRow>>();

  constructor(context: ExperimentsContext) {
    this.#context = context;
    this.#experiments = this.#experimentList();
  }

  async roots(signal: AbortSignal): Promise<readonly TreeNode[]> {
    const source = await this.#context.source.current(signal);
    if (source.state === "none" || source.state === "untrusted") return [];
    await this.#experiments.current(signal);
    return listNodes("experiments", this.#experiments, ({ rows }) => rows.map((row) => this.#experiment(row)), this.#context);
  }

  markStale(): void {
    for (const list of [this.#experiments, ...this.#runs.values()]) list.markStale();
  }

  reset(): void {
    this.#experiments = this.#experimentList();
    this.#runs.clear();
  }

  staleSince(): number | undefined {
    return oldestStale([this.#experiments, ...this.#runs.values()]);
  }

  #experimentList(): PagedList<ExperimentRow> {
    const { asker, words } = this.#context;
    return new PagedList(
      (pageToken, signal) => askAnswer(asker, experimentsRequest, pageToken === undefined ? {} : { pageToken }, signal),
      () => words.now(),
    );
  }

  #runList(experimentId: string): PagedList<RunRow> {
    const known = this.#runs.get(experimentId);
    if (known !== undefined) return known;
    const { asker, words } = this.#context;
    const list = new PagedList<RunRow>(
      (pageToken, signal) =>
        askAnswer(asker, runsRequest, pageToken === undefined ? { experimentId } : { experimentId, pageToken }, signal),
      () => words.now(),
    );
    this.#runs.set(experimentId, list);
    return list;
  }

  #experiment(row: ExperimentRow): TreeNode {
    return {
      view: experimentRow(row, this.#context.words),
      subject: { kind: "experiment", row },
      children: async (signal) => {
        const list = this.#runList(row.id);
        await list.current(signal);
        return listNodes(`experiment:${row.id}`, list, ({ rows }) => this.#forest(nestRuns(rows)), this.#context);
      },
    };
  }

  #forest(forest: RunForest): readonly TreeNode[] {
    return forest.roots.map((row) => this.#run(row, forest));
  }

  #run(row: RunRow, forest: RunForest): TreeNode {
    const { words, asker, baseline } = this.#context;
    const children = forest.childrenOf.get(row.id) ?? [];
    return {
      view: runRow(row, children.length > 0, baseline(), words),
      subject: { kind: "run", row },
      ...(children.length === 0 ? {} : { children: async () => children.map((child) => this.#run(child, forest)) }),
      tooltip: async (signal) => {
        const answer = await askAnswer(asker, runDetailRequest, { runId: row.id }, signal);
        return answer.ok ? runTooltip(answer.value, words) : answer.problem.message;
      },
    };
  }
}

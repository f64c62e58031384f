import { type Asker, askAnswer } from "#client/core/asker.ts";
import { type Freshness, isFailed, PagedList } from "#client/core/pagedList.ts";
import { experimentRow, runRow, runTooltip } from "#client/core/runRows.ts";
import { nestRuns, type RunForest } from "#client/core/runTree.ts";
import { tellMetricsApart } from "#client/core/siblingMetrics.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { ViewHead } from "#client/core/viewHead.ts";
import { type ExperimentRow, experimentsRequest, type RunRow, runDetailRequest, runsRequest } from "#protocol/registryRequests.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import { headOf, type ListContext, nestedNodes, rootNodes } from "./listNodes.ts";
import type { TreeSource } from "./treeSource.ts";

export interface ExperimentsContext extends ListContext {
  readonly asker: Asker;
  /** Run that comparisons start from, when the person set one. */
  readonly baseline: () => string | undefined;
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

  async roots(signal: AbortSignal, freshness?: Freshness): Promise<readonly TreeNode[]> {
    const source = await this.#context.source.current(signal);
    if (source.state === "none" || source.state === "untrusted") return [];
    await this.#experiments.current(signal, freshness);
    return rootNodes("slipway.experiments", this.#experiments, ({ rows }) => rows.map((row) => this.#experiment(row)), this.#context);
  }

  markStale({ experiments }: ChangeSet): boolean {
    const lists = [this.#experiments, ...this.#runs.values()];
    if (experiments.length === 0 && !lists.some(isFailed)) return false;
    // How many runs each has is said by the list at the top.
    this.#experiments.markStale();
    for (const [id, list] of this.#runs) if (touches(experiments, [id]) || isFailed(list)) list.markStale();
    return true;
  }

  reset(): void {
    this.#experiments = this.#experimentList();
    this.#runs.clear();
  }

  head(): ViewHead {
    return headOf(this.#experiments, this.#runs.values());
  }

  #experimentList(): PagedList<ExperimentRow> {
    const { asker, words } = this.#context;
    return new PagedList(
      (pageToken, signal) => askAnswer(asker, experimentsRequest, pageToken === undefined ? {} : { pageToken }, signal),
      () => words.now(),
      ({ id }) => id,
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
      ({ id }) => id,
    );
    this.#runs.set(experimentId, list);
    return list;
  }

  #experiment(row: ExperimentRow): TreeNode {
    const node: TreeNode = {
      view: experimentRow(row, this.#context.words),
      subject: { kind: "experiment", row },
      children: async (signal, freshness) => {
        const list = this.#runList(row.id);
        await list.current(signal, freshness);
        return nestedNodes(node, list, ({ rows }) => this.#forest(nestRuns(tellMetricsApart(rows))), this.#context);
      },
    };
    return node;
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

import { type Asker, askAnswer } from "#client/core/asker.ts";
import { danglingAliasRow, environmentRow, modelRow, versionRow } from "#client/core/modelRows.ts";
import { type Freshness, isFailed, PagedList } from "#client/core/pagedList.ts";
import { tellMetricsApart } from "#client/core/siblingMetrics.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { ViewHead } from "#client/core/viewHead.ts";
import { type ModelRow, modelsRequest, type VersionRow, versionsRequest } from "#protocol/registryRequests.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import { headOf, type ListContext, nestedNodes, rootNodes } from "./listNodes.ts";
import type { TreeSource } from "./treeSource.ts";

export interface ModelsContext extends ListContext {
  readonly asker: Asker;
}

/** Registered models; each unfolds to the ladder of environments, then its versions. */
export class ModelsView implements TreeSource {
  readonly #context: ModelsContext;
  #models: PagedList<ModelRow>;
  readonly #versions = new Map<string, PagedList<VersionRow>>();

  constructor(context: ModelsContext) {
    this.#context = context;
    this.#models = this.#modelList();
  }

  async roots(signal: AbortSignal, freshness?: Freshness): Promise<readonly TreeNode[]> {
    const source = await this.#context.source.current(signal);
    if (source.state === "none" || source.state === "untrusted") return [];
    await this.#models.current(signal, freshness);
    return rootNodes("slipway.models", this.#models, ({ rows }) => rows.map((row) => this.#model(row)), this.#context);
  }

  markStale({ models, runs }: ChangeSet): boolean {
    const touched = [...this.#versions].filter(
      ([model, list]) =>
        isFailed(list) ||
        touches(models, [model]) ||
        touches(
          runs,
          list.state.rows.map(({ runId }) => runId),
        ),
    );
    for (const [, list] of touched) list.markStale();
    const isListed = models.length > 0 || isFailed(this.#models);
    if (isListed) this.#models.markStale();
    return isListed || touched.length > 0;
  }

  reset(): void {
    this.#models = this.#modelList();
    this.#versions.clear();
  }

  head(): ViewHead {
    return headOf(this.#models, this.#versions.values());
  }

  #modelList(): PagedList<ModelRow> {
    const { asker, words } = this.#context;
    return new PagedList(
      (pageToken, signal) => askAnswer(asker, modelsRequest, pageToken === undefined ? {} : { pageToken }, signal),
      () => words.now(),
      ({ name }) => name,
    );
  }

  #versionList(model: string): PagedList<VersionRow> {
    const known = this.#versions.get(model);
    if (known !== undefined) return known;
    const { asker, words } = this.#context;
    const list = new PagedList<VersionRow>(
      (pageToken, signal) => askAnswer(asker, versionsRequest, pageToken === undefined ? { model } : { model, pageToken }, signal),
      () => words.now(),
      ({ version }) => version,
    );
    this.#versions.set(model, list);
    return list;
  }

  #model(row: ModelRow): TreeNode {
    const node: TreeNode = {
      view: modelRow(row),
      subject: { kind: "model", row },
      children: async (signal, freshness) => {
        const list = this.#versionList(row.name);
        await list.current(signal, freshness);
        const items = () => tellMetricsApart(list.state.rows).map((version) => this.#version(version));
        return [...this.#ladder(row), ...nestedNodes(node, list, items, this.#context)];
      },
    };
    return node;
  }

  #ladder(row: ModelRow): TreeNode[] {
    const { words } = this.#context;
    const environments = row.environments.map((environment) => ({ view: environmentRow(row.name, environment, words) }));
    const shown = new Set(row.environments.filter(({ dangling }) => dangling).map(({ marker }) => marker));
    const dangling = row.danglingAliases.filter((alias) => !shown.has(`@${alias}`));
    return [...environments, ...dangling.map((alias) => ({ view: danglingAliasRow(row.name, alias, words) }))];
  }

  #version(row: VersionRow): TreeNode {
    return { view: versionRow(row, this.#context.words), subject: { kind: "version", row } };
  }
}

import { type Asker, askAnswer } from "#client/core/asker.ts";
import { elsewhereRow, groupRow, type InboxGroup, inboxRow } from "#client/core/inboxRows.ts";
import { failedItemNode, newerEventNode, policyProblemNode } from "#client/core/messageRows.ts";
import { type Freshness, isFailed, PagedList } from "#client/core/pagedList.ts";
import { inboxNote } from "#client/core/policyNote.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { ViewHead } from "#client/core/viewHead.ts";
import { type Inbox, type InboxItem, inboxRequest } from "#protocol/registryRequests.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import { headOf, type ListContext, stepNodes } from "./listNodes.ts";
import type { TreeSource } from "./treeSource.ts";

export interface PromotionsContext extends ListContext {
  readonly asker: Asker;
  /** A new inbox is here: badge, status bar and menus follow it. */
  readonly inboxRead: (inbox: Inbox) => void;
}

/** The inbox: what waits for the reader, what the reader asked for, what was decided. */
export class PromotionsView implements TreeSource {
  readonly #context: PromotionsContext;
  /** One row on one page: the inbox is a list of one, and shares the habits of lists (old rows stay, one read at a time). */
  #inbox: PagedList<Inbox>;

  constructor(context: PromotionsContext) {
    this.#context = context;
    this.#inbox = this.#inboxList();
  }

  async roots(signal: AbortSignal, freshness?: Freshness): Promise<readonly TreeNode[]> {
    const source = await this.#context.source.current(signal);
    if (source.state === "none" || source.state === "untrusted") return [];
    const { rows } = await this.#inbox.current(signal, freshness);
    return [...stepNodes("slipway.promotions", this.#inbox, this.#context), ...rows.flatMap((inbox) => this.#groups(inbox))];
  }

  markStale({ models, runs }: ChangeSet): boolean {
    const rests = this.#inbox.state.rows.flatMap((inbox) => inbox.runs);
    const isTouched = models.length > 0 || isFailed(this.#inbox) || touches(runs, rests);
    if (isTouched) this.#inbox.markStale();
    return isTouched;
  }

  reset(): void {
    this.#inbox = this.#inboxList();
  }

  head(): ViewHead {
    const [inbox] = this.#inbox.state.rows;
    const note = inbox === undefined ? "" : inboxNote(inbox, this.#context.words);
    return { ...headOf(this.#inbox), note };
  }

  #inboxList(): PagedList<Inbox> {
    const { asker, words, inboxRead } = this.#context;
    return new PagedList(
      async (_pageToken, signal) => {
        const answer = await askAnswer(asker, inboxRequest, null, signal);
        if (!answer.ok) return answer;
        inboxRead(answer.value);
        return { ok: true, value: { rows: [answer.value], failures: [] } };
      },
      () => words.now(),
      () => "the inbox",
    );
  }

  #groups(inbox: Inbox): TreeNode[] {
    const { words } = this.#context;
    const policy = inbox.policyProblem === undefined ? [] : [policyProblemNode(inbox.policyProblem, words)];
    const groups = [this.#group("waiting", inbox.waiting), this.#group("mine", inbox.mine), this.#group("recent", inbox.recent)];
    const newer = inbox.newer.map((sentence, index) => newerEventNode(index, sentence));
    const broken = inbox.broken.map((sentence, index) => failedItemNode("inbox", index, sentence));
    const elsewhere = inbox.elsewhere.map(
      (other): TreeNode => ({ view: elsewhereRow(other, words), subject: { kind: "folder", folder: other.folder } }),
    );
    return [...policy, ...groups.flat(), ...elsewhere, ...newer, ...broken];
  }

  #group(group: InboxGroup, items: readonly InboxItem[]): TreeNode[] {
    if (items.length === 0) return [];
    const { words } = this.#context;
    const children = items.map((item): TreeNode => ({ view: inboxRow(item, group, words), subject: { kind: "inbox", item } }));
    return [{ view: groupRow(group, items.length, words), children: async () => children }];
  }
}

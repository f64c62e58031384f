import type { ColumnId } from "#protocol/views/runs.ts";
import type { TextPlace } from "#registry/model/errors.ts";
import { CompletingField } from "../ui/completingField.ts";
import type { FieldCompletion } from "../ui/fieldCompletion.ts";
import type { FieldToken } from "../ui/markedTokens.ts";
import { completionAt, valueEntries } from "./filterCompletion.ts";
import { filterTokens } from "./filterTokens.ts";
import type { RunsView } from "./view.ts";

/** The field for the filter, with the filters that were used before; Escape gives back the last filter. */
export class FilterBox extends CompletingField {
  static override properties = {
    ...CompletingField.properties,
    view: { attribute: false },
    texts: { attribute: false },
  };
  declare view: RunsView;
  /** The texts that a column has. */
  declare texts: (column: ColumnId) => Promise<readonly string[]>;
  /** The texts of the column that is typed of: each letter narrows them at once, and no key is ahead of the list. */
  #known: { readonly column: ColumnId; readonly texts: readonly string[] } | undefined;

  protected override readonly words = {
    id: "filter",
    label: "Filter runs",
    placeholder: "Filter: metrics.val_auc > 0.9 AND params.max_depth = '8'",
  };

  protected override get text(): string {
    return this.view.draft;
  }

  protected override get history(): readonly string[] {
    return this.view.state.history ?? [];
  }

  protected override get wrong() {
    return this.view.problem?.kind === "invalid" ? { place: wrongPlace(this.view) } : undefined;
  }

  protected override tokens(text: string): readonly FieldToken[] {
    return filterTokens(text);
  }

  protected override pieceAt(text: string, caret: number) {
    return completionAt(text, caret, this.view.catalog.columns);
  }

  protected override complete(text: string, caret: number): FieldCompletion | Promise<FieldCompletion> {
    const completion = completionAt(text, caret, this.view.catalog.columns);
    const { valuesOf, from } = completion;
    if (valuesOf === undefined) return completion;
    const of = (texts: readonly string[]) => ({ ...completion, entries: valueEntries(texts, text.slice(from, caret)) });
    if (this.#known?.column === valuesOf) return of(this.#known.texts);
    return this.texts(valuesOf).then((texts) => {
      this.#known = { column: valuesOf, texts };
      return of(texts);
    });
  }

  protected override closed(): void {
    this.#known = undefined;
  }

  protected override typed(text: string): void {
    this.view.type(text);
  }

  protected override entered(text: string): void {
    this.view.apply(text);
  }

  protected override escaped(): void {
    this.view.type(this.view.state.filter);
  }
}

/** Where in the field the piece stands that cannot be understood; undefined once another filter is typed than the one that was judged. */
export function wrongPlace({ state, draft, problem }: Pick<RunsView, "state" | "draft" | "problem">): TextPlace | undefined {
  const { place } = problem ?? {};
  if (place === undefined || draft.trim() !== state.filter) return undefined;
  const before = draft.length - draft.trimStart().length;
  return { start: place.start + before, end: place.end + before };
}

customElements.define("slipway-filter-box", FilterBox);

import { html, type PropertyValues, type TemplateResult } from "lit";
import type { Answer } from "#protocol/message.ts";
import type { ArtifactPlace, ArtifactPreview } from "#protocol/views/artifacts.ts";
import { imageAddress } from "../ui/artifactPreview.ts";
import { answered } from "../ui/artifactReader.ts";
import { cssVariables } from "../ui/cssVariables.ts";
import { icon } from "../ui/icon.ts";
import { OnScreen } from "../ui/onScreen.ts";
import { PageElement } from "../ui/page.ts";
import { visibleProblemText } from "../ui/visibleProblem.ts";
import type { ArtifactStore } from "./artifactStore.ts";

/** A run's picture over the baseline's: a border between them that is moved, or the difference of their colours. */
export class LaidOverImage extends PageElement {
  static override properties = {
    store: { attribute: false },
    base: { attribute: false },
    other: { attribute: false },
    names: { attribute: false },
    mode: { attribute: false },
    edition: { attribute: false },
    answers: { state: true },
    at: { state: true },
    sizes: { state: true },
  };
  declare store: ArtifactStore;
  declare base: ArtifactPlace;
  declare other: ArtifactPlace;
  declare names: readonly [base: string, other: string];
  declare mode: "swipe" | "difference";
  declare edition: number;
  declare private answers: readonly [Answer<ArtifactPreview>, Answer<ArtifactPreview>] | undefined;
  /** Percent of the width that the baseline's picture is seen of. */
  declare private at: number;
  declare private sizes: ReadonlyMap<string, string>;
  #reading: AbortController | undefined;
  #of = "";
  readonly #onScreen = new OnScreen(this, 300, (isSeen) => {
    if (isSeen) void this.#read();
    else this.#reading?.abort();
  });

  constructor() {
    super();
    this.at = 50;
    this.sizes = new Map();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reading?.abort();
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#onScreen.value) void this.#read();
  }

  override render(): TemplateResult {
    if (this.answers === undefined)
      return html`<p class="artifact-note muted" role="status"><span class="state-late">${icon("loading", "codicon-modifier-spin")} Reading…</span></p>`;
    const [base, other] = this.answers;
    for (const answer of [base, other])
      if (!answer.ok) return html`<p class="artifact-note" role="alert">${icon("warning")} ${visibleProblemText(answer.problem)}</p>`;
    if (!base.ok || !other.ok || base.value.kind !== "image" || other.value.kind !== "image")
      return html`<p class="artifact-note muted">These are not two images that can be laid over each other.</p>`;
    const [left, right] = this.names;
    const isSwipe = this.mode === "swipe";
    return html`<div class="image-stack image-${this.mode}" ${cssVariables({ "--at": `${this.at}%` })}>
        <img src=${imageAddress(base.value)} alt=${`${this.base.path} of ${left}`} @load=${this.#measure}>
        <img class="image-over" src=${imageAddress(other.value)} alt=${`${this.other.path} of ${right}`} @load=${this.#measure}></div>
      ${
        isSwipe
          ? html`<input class="image-swipe" type="range" min="0" max="100" .value=${String(this.at)} aria-label=${`From ${left} to ${right}`}
          aria-valuetext=${`${this.at} % ${left}`} @input=${(event: Event) => (this.at = Number((event.target as HTMLInputElement).value))}>
        <p class="artifact-note muted small image-sides"><bdi>${left}</bdi><bdi>${right}</bdi></p>`
          : html`<p class="artifact-note muted small">Black: as in <bdi>${left}</bdi>.</p>`
      }
      ${new Set(this.sizes.values()).size > 1 ? html`<p class="artifact-note muted small">${[...this.sizes.values()].join(" and ")} px: drawn to the same width.</p>` : ""}`;
  }

  readonly #measure = (event: Event): void => {
    const { alt, naturalWidth, naturalHeight } = event.target as HTMLImageElement;
    this.sizes = new Map([...this.sizes, [alt, `${naturalWidth} × ${naturalHeight}`]]);
  };

  async #read(): Promise<void> {
    const of = JSON.stringify([this.base, this.other, this.edition]);
    if (of === this.#of && this.#reading?.signal.aborted === false) return;
    this.#of = of;
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const { signal } = reading;
    const [base, other] = await Promise.all([
      answered(this.store.basePreview(this.base), signal),
      answered(this.store.reader.preview(this.other, signal), signal),
    ]);
    if (base === undefined || other === undefined) return;
    this.answers = [base, other];
    this.sizes = new Map();
  }
}

customElements.define("slipway-laid-over-image", LaidOverImage);

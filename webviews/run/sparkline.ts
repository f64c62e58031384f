import { html, nothing, svg, type TemplateResult } from "lit";
import type { RunColour } from "#registry/model/compare/runSwatch.ts";
import type { CurveStore, LoadedHistory } from "../charts/curveStore.ts";
import { OnScreen } from "../ui/onScreen.ts";
import { PageElement } from "../ui/page.ts";

/** px */
const [width, height] = [120, 18];

/** A metric's history in a line of the table. It asks for the history once it is on the screen. */
export class Sparkline extends PageElement {
  static override properties = {
    metric: { attribute: false },
    runId: { attribute: false },
    colour: { attribute: false },
    points: { attribute: false },
    history: { attribute: false },
    store: { attribute: false },
    edition: { attribute: false },
  };
  declare metric: string;
  declare runId: string;
  /** The run's, as everywhere. */
  declare colour: RunColour;
  /** As many of its points as are wanted. */
  declare points: number;
  /** As far as it is there. */
  declare history: LoadedHistory | undefined;
  declare store: CurveStore;
  /** Another one: the registry changed. */
  declare edition: number;
  readonly #onScreen = new OnScreen(this, 200, () => this.#ask());

  protected override updated(): void {
    this.#ask();
  }

  #ask(): void {
    if (this.#onScreen.value) this.store.want(this.metric, [this.runId], this.points);
  }

  override render(): TemplateResult | typeof nothing {
    const { history } = this;
    if (history === undefined || history.total < 2) return nothing;
    return html`<svg class=${`sparkline run-swatch-${this.colour}`} viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      ${svg`<polyline points=${pointsOf(history)} />`}
    </svg>`;
  }
}

/** Gaps where a value is no number are bridged: the line is to be seen at a glance. */
function pointsOf({ values }: LoadedHistory): string {
  const real = [...values].flatMap((value, index) => (Number.isFinite(value) ? [[index, value] as const] : []));
  const least = real.reduce((low, [, value]) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = real.reduce((high, [, value]) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const across = (width - 2) / Math.max(1, values.length - 1);
  const up = most > least ? (height - 4) / (most - least) : 0;
  return real
    .map(([index, value]) => `${(1 + index * across).toFixed(1)},${(up === 0 ? height / 2 : height - 2 - (value - least) * up).toFixed(1)}`)
    .join(" ");
}

customElements.define("slipway-sparkline", Sparkline);

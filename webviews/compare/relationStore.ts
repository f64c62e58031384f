import { type AxisId, type Explanation, explainRequest, type RelationData, relationRequest } from "#protocol/views/compareRelation.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { Question } from "../bridge/question.ts";

/** The runs of the experiment over the axes that are shown, and what goes with a metric; asked for while the section is open. */
export class RelationStore {
  readonly relation: Question<{ runIds: readonly string[]; axes: readonly AxisId[] }, RelationData>;
  readonly explanation: Question<{ runIds: readonly string[]; metric: string; params: readonly string[] }, Explanation>;

  constructor(bridge: Bridge, onChange: () => void) {
    this.relation = new Question((params, signal) => bridge.ask(relationRequest, params, signal), onChange);
    this.explanation = new Question((params, signal) => bridge.ask(explainRequest, params, signal), onChange);
  }

  /** The registry changed: what is shown is asked for again. */
  forget(): void {
    this.relation.forget();
    this.explanation.forget();
  }
}

import type { Span } from "../formats/text.ts";
import type { Segment } from "./expression.ts";
import type { Value } from "./value.ts";

/** An expression of which a name leads nowhere. */
export interface UndefinedName extends Span {
  readonly kind: "undefinedName";
  readonly segments: readonly Segment[];
  /** Which of the segments; where it stands in the file, if that is certain. */
  readonly at: number;
  readonly place?: Span;
  /** The names that are there instead. */
  readonly known: readonly string[];
  /** What the name was looked for in. */
  readonly parent: Value;
  /** The entry of `foreach` or the combination of `matrix` for which it is so. */
  readonly entry?: string;
}

/** Something in the templates of a `dvc.yaml` for which DVC 3.67 refuses the file. */
export type TemplateProblem =
  | UndefinedName
  | (Span & { readonly kind: "noExpression"; readonly inner: string })
  | (Span & { readonly kind: "inVars" })
  | (Span & { readonly kind: "collection"; readonly expression: string; readonly value: Value; readonly key: string })
  | (Span & { readonly kind: "nestedList"; readonly expression: string })
  | (Span & { readonly kind: "conflict"; readonly path: string; readonly source: string })
  | (Span & { readonly kind: "reserved"; readonly name: string })
  | (Span & { readonly kind: "foreign"; readonly name: string; readonly type: string; readonly source: string })
  | (Span & { readonly kind: "varsFile"; readonly path: string; readonly why: VarsFileFault })
  | (Span & { readonly kind: "varsKey"; readonly path: string; readonly key: string; readonly known: readonly string[] })
  | (Span & { readonly kind: "loadedTwice"; readonly item: string; readonly isWhole: boolean })
  | (Span & { readonly kind: "noLoop"; readonly over: "foreach" | "matrix"; readonly value: Value; readonly expression?: string })
  | (Span & { readonly kind: "emptyName"; readonly over: "foreach" | "matrix" })
  | (Span & { readonly kind: "stageName"; readonly name: string });

export type VarsFileFault =
  | { readonly kind: "missing" }
  | { readonly kind: "folder" }
  | { readonly kind: "broken"; readonly as: string }
  | { readonly kind: "noMap"; readonly value: Value };

/** Collects problems; the same thing at the same place is said once, however many stages come of it. */
export class Problems<Problem extends Span & { readonly kind: string }> {
  readonly #found = new Map<string, Problem>();
  /** How many were added, those that were said before among them. */
  added = 0;

  add(problem: Problem): void {
    this.added++;
    const key = `${problem.kind}:${problem.start}:${problem.end}`;
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

  get all(): readonly Problem[] {
    return [...this.#found.values()];
  }
}

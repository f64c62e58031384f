export interface CompletionEntry {
  readonly label: string;
  readonly insert: string;
}

/** What may stand at the caret. */
export interface FieldCompletion {
  /** The part of the text that an entry takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly entries: readonly CompletionEntry[];
}

/** How far a running run is. */
export interface RunProgress {
  /** Its greatest step. */
  readonly step: number;
  /** When its last value came, ms. */
  readonly at: number;
  /** None has come for long. */
  readonly isSilent: boolean;
}

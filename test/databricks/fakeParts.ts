export interface FakeVersion {
  readonly name: string;
  readonly version: string;
  readonly run_id: string;
  readonly tags: Map<string, string>;
  stage: string;
}

export type Parameters = Readonly<Record<string, string>>;

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

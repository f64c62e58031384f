import type { Span } from "../formats/text.ts";

export type TokenKind =
  | "blockEnd"
  | "blockEntry"
  | "blockMapStart"
  | "blockListStart"
  | "directive"
  | "documentEnd"
  | "documentStart"
  | "flowEntry"
  | "flowMapEnd"
  | "flowMapStart"
  | "flowListEnd"
  | "flowListStart"
  | "key"
  | "streamEnd"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar"
  /** Scanning ended here; the parser says so when it comes to it. */
  | "failure";

/** A piece of YAML, as PyYAML's scanner cuts it. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** Of a scalar its content; of an alias or anchor its name; of a tag its suffix; of a directive its name. */
  readonly text: string;
  /** Of a scalar: not quoted and no block. */
  readonly plain?: boolean;
  /** Of a tag and of `%TAG`; absent for a tag in `<…>`. */
  readonly handle?: string;
  /** Of `%TAG`: what its handle stands for. Of `%YAML`: the version. */
  readonly prefix?: string;
  readonly error?: Error;
}

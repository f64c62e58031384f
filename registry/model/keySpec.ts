/** What a value can name: something of a registry, of the file itself, or of the files around it. */
export type Reference = "metric" | "model" | "alias" | "environment" | FileReference;

/** A path, or what stands in a file. */
export type FileReference = "file" | "folder" | "dependency" | "output" | "params file" | "parameter";

/** A key of a file format, for hover, completion, checking and unknown keys. One table per format is the only place that lists its keys. */
export interface KeySpec {
  readonly name: string;
  /** In words: `text`, `number`, `list of text`. */
  readonly type: string;
  /** One or two sentences, Markdown. */
  readonly doc: string;
  readonly default?: string;
  /** The only values there are; for a text, those that mean something. */
  readonly values?: readonly string[];
  /** What each of the values means, a sentence of Markdown. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** How often it is in its map: always, or most times. Absent: seldom. */
  readonly presence?: "required" | "usual";
  /** Keys of the map that is the value. */
  readonly keys?: readonly KeySpec[];
  /** The value is a map with names of the user's choice; each name's value is this. */
  readonly each?: KeySpec;
  /** The value is a list; each item is this. */
  readonly item?: KeySpec;
  readonly reference?: Reference;
}

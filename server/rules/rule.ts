import { isFarNearer } from "#registry/model/didYouMean.ts";
import type { RunStory, VersionPick, VersionStory } from "#registry/model/stories.ts";
import type { Knowledge, ModelAlias, ModelVersion } from "#registry/model/types.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { Span } from "../formats/text.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** What the open registry knows, answered at once from a cache. Unknown is silent: no rule says anything then. */
export interface RegistryFacts {
  /** Metric keys that any run behind a version of the model logged; absent: there is no such model. */
  metrics(model: string): Knowledge<readonly string[]>;
  models(): Knowledge<readonly string[]>;
  aliases(model: string): Knowledge<readonly ModelAlias[]>;
  /** Absent: the model has no such version, or there is no such model. */
  version(model: string, pick: VersionPick): Knowledge<ModelVersion>;
  /** The version that was registered from a logged model; absent: there is none. */
  loggedModel(id: string): Knowledge<ModelVersion>;
  /** What is told of a version; more than any rule asks for. */
  story(model: string, version: string): Knowledge<VersionStory>;
  run(id: string): Knowledge<RunStory>;
  /** The policy that promotions in the registry follow; undefined: there is none, or it is not known. */
  policy(): Policy | undefined;
  /** URI of the registry; empty: none is open. */
  readonly registry: string;
}

const closed = { state: "unknown", why: "No registry is open." } as const;

/** For a check without a registry. */
export const noFacts: RegistryFacts = {
  metrics: () => closed,
  models: () => closed,
  aliases: () => closed,
  version: () => closed,
  loggedModel: () => closed,
  story: () => closed,
  run: () => closed,
  policy: () => undefined,
  registry: "",
};

/** A file as it was found: what it holds, or why that is not known. */
export type Found<Data> =
  | { readonly kind: "read"; readonly data: Data }
  | { readonly kind: "missing" }
  | { readonly kind: "folder" }
  | { readonly kind: "unknown" };

/**
 * Files that a tool takes together, wherever they stand below a folder: all of a repository. `Part` is what one of them adds, as plain data, with
 * the places in it under `at`: another place is no change to other files. `Share` is what is then to be said of one.
 */
export interface ProjectKind<Part = unknown, Share = unknown, Joined = unknown> {
  /** A folder of this name stands in the one at the top. */
  readonly marker: string;
  /** What is to be said of each file, from what all of them add; both by URI. The places in the parts may be of an older text: no use is made of them. */
  join(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Joined>;
  /** The same of one file, at the places in its part. */
  placed(joined: Joined, part: Part): Share;
}

/** The files that belong together, as each tells of itself. */
export interface Project {
  /**
   * What the file at a path that `links` named says of itself, open texts as they stand in the editor. `summary` is that of its format.
   * Undefined: there is no such file, or it is of another format.
   */
  at<Summary>(path: string, summary: (model: never) => Summary): Summary | undefined;
  /**
   * What a file of any kind holds, at a path that `reads` named, open texts as they stand in the editor. `read` is run once for each text;
   * it never throws.
   */
  read<Data>(path: string, read: (text: string, path: string) => Data): Found<Data>;
  /** What all files of a project make of the one that is checked. Undefined: it is in none, or that is not known. */
  share<Part, Share, Joined>(kind: ProjectKind<Part, Share, Joined>): Share | undefined;
}

/** For a check of one text alone. */
export const noProject: Project = { at: () => undefined, read: () => ({ kind: "unknown" }), share: () => undefined };

export interface RuleContext {
  /** Of the file. */
  readonly uri: string;
  readonly facts: RegistryFacts;
  readonly project: Project;
  /** Is there a file or folder at this path, taken from the file's own folder? Undefined: not known. */
  exists(path: string): boolean | undefined;
}

export interface TextEdit extends Span {
  readonly text: string;
}

/** A file that is changed in the place of the one that is checked. */
export interface OtherFile {
  /** From the folder of the file that is checked. */
  readonly path: string;
  /** As it stands; undefined: there is none, and it is made. */
  readonly text: string | undefined;
}

/** A change of the file, or of another one, that removes the problem and nothing else. */
export interface Fix {
  readonly title: string;
  /** Absent: the file that is checked is changed. */
  readonly inFile?: OtherFile;
  readonly edits: readonly TextEdit[];
  /** The one that "fix all" may take; of the file itself alone. What is no longer found when it is made follows from this problem, and is not shown by itself. */
  readonly preferred?: boolean;
}

/** What a rule found: under which words, and what to do. */
export interface Finding extends Span {
  readonly message: string;
  readonly fixes?: readonly Fix[];
}

/** What makes a rule known, whatever it checks. */
export interface RuleHead {
  /** Stable name: in settings, in suppressions, and of the page under `docs/rules/`. */
  readonly code: string;
  readonly severity: Severity;
  /** What it finds makes all else meaningless: the other rules are not asked. */
  readonly standsAlone?: boolean;
  /** What it underlines has no effect: the editor fades it. */
  readonly fades?: boolean;
  /** What it underlines still works and is to go away: the editor strikes it through. */
  readonly deprecated?: boolean;
}

/** One thing that is checked in a file, by the model that its format makes of it. */
export interface Rule<Model> extends RuleHead {
  check(model: Model, context: RuleContext): Iterable<Finding>;
}

/** The finding's place and message in one line of a rule. */
export function finding(span: Span, message: string, fixes: readonly Fix[] = []): Finding {
  return { start: span.start, end: span.end, message, ...(fixes.length > 0 && { fixes }) };
}

export function replacement(span: Span, text: string, title: string, preferred = true): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }], ...(preferred && { preferred }) };
}

/** Puts what was most likely meant in the place of a word; preferred where nothing else comes near. None where nothing was meant. */
export function guessed(span: Span, word: string, meant: string | undefined, candidates: Iterable<string>): Fix[] {
  return meant === undefined ? [] : [replacement(span, meant, `Change to \`${meant}\``, isFarNearer(word, meant, candidates))];
}

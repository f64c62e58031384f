import type { FormatLanguage } from "#protocol/languageContributions.ts";
import type { FileReference, KeySpec, Reference } from "#registry/model/keySpec.ts";
import type { StatusLooks } from "../dvc/status/looks.ts";
import type { Fix, Project, ProjectKind, RegistryFacts, Rule } from "../rules/rule.ts";
import type { Lens } from "./lens.ts";
import type { Mention } from "./mentions.ts";
import type { RegisteredPlace } from "./registered.ts";
import type { FileSymbol, NamePlace } from "./symbols.ts";
import type { Span } from "./text.ts";
import type { TypingPlace } from "./typingPlace.ts";
import type { YamlNode, YamlProblem } from "./yamlTree.ts";

/** Something that reading a file found wrong; the rule of the same name reports it. */
export interface Issue extends Span {
  readonly rule: string;
  readonly message: string;
  readonly fixes?: readonly Fix[];
}

/** What the model of a file has in every format. */
export interface ConfigModel {
  readonly text: string;
  /** Absent for a text without content, or when it is beyond the limits. */
  readonly root?: YamlNode;
  readonly yamlProblems: readonly YamlProblem[];
  readonly issues?: readonly Issue[];
}

/** A word that the editor shows in the text, at an offset. */
export interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Where a file names a path, relative to its own folder. */
export interface NamedPath extends NamePlace {
  readonly path: string;
}

/** A metric that a program logs, and where it says so. */
export interface LoggedMetric {
  readonly name: string;
  readonly offset: number;
}

/** A name that can be written at a place. */
export interface Offer {
  readonly name: string;
  /** What it stands for, in Markdown. */
  readonly doc?: string;
  /** Two or three words beside the name: a value, who makes it. */
  readonly note?: string;
  readonly kind?: "file" | "folder" | "parameter";
  /** What is compared with what is typed, where that is written otherwise than the name. */
  readonly typedAs?: string;
}

/** What is known of the files around one, by who looks up names that it does not have itself. */
export interface Around {
  /** Of the file. */
  readonly uri: string;
  readonly project: Project;
  /** What each file of its project adds to it (`Membership`), by URI. */
  readonly parts: ReadonlyMap<string, unknown>;
}

/** Something that is there, or will be. */
export interface KnownPath {
  /** URI, or an address as it is written. */
  readonly place: string;
  readonly doc?: string;
  readonly note?: string;
  /** Offered only where there is nothing at the place. */
  readonly isMissing?: boolean;
}

/** Where names are to be looked for that the file does not have itself. */
export interface Lookup {
  readonly paths?: {
    /** That they begin in, by its path from the folder of the file. */
    readonly folder: string;
    /** Offered before what is found, in this order. */
    readonly known?: readonly KnownPath[];
    /** Is what stands at a URI offered? Of a folder: it, and so what is in it. */
    fits(uri: string, type: "file" | "folder"): boolean;
    /** Names of files that stand before the others. */
    readonly likely?: RegExp;
  };
  /** A file by its path from the folder of this one, and the names that its text holds. */
  readonly text?: { readonly path: string; offers(text: string, path: string): readonly Offer[] };
}

/** A text to begin with, where its keys are typed by no one from memory. */
export interface Starter {
  readonly label: string;
  /** Keys that lead to the map that it is an entry of; `*` stands for any, `-` for an item. Empty: it is a whole file. */
  readonly path: readonly string[];
  /** A sentence. */
  readonly doc: string;
  /** Lines in the snippet syntax of LSP, indented by two spaces. */
  readonly body: string;
}

/**
 * A kind of config file: all that is to be known of it, in a folder of its own. What is asked of every file (problems, hover, completion,
 * outline, …) goes through the list in `formats.ts` and names none.
 */
export interface Format<Model extends ConfigModel = ConfigModel> {
  /** What `slipway check` calls it. */
  readonly id: string;
  readonly language: FormatLanguage;
  /** Is a file of this name one of these? Undefined: its beginning (`head`) decides, and was not given. */
  matches(name: string, head?: string): boolean | undefined;
  /** Text to model; `name` is that of the file. Never throws: what cannot be read is left out, and noted. */
  read(text: string, name: string): Model;
  /** The tree of a text without what is made of it, the same as in `read`: for who needs no more. Absent: `read` costs little more. */
  readonly tree?: (text: string) => ConfigModel;
  /** Its keys, for hover and completion. */
  readonly spec: KeySpec;
  /** True: there are too many of its files. They are looked at where they are open, and where somebody names one. */
  readonly onlyOpen?: boolean;
  /** Folders in which files of this kind are a tool's own, at any depth: nothing is said of them there. */
  readonly quietIn?: readonly string[];
  /** Besides those that hold in every format. */
  readonly rules: readonly Rule<Model>[];
  /** Paths that the file names, as written: what the rules may ask of the world around it. `found` has what `reads` named. */
  links?(model: Model, found: Project): readonly string[];
  /** Paths of files of any kind whose text the rules ask for (`Project.read`). Asked again with what was found, until no other is named. */
  reads?(model: Model, found: Project): readonly string[];
  /** Those of them that every file names: so that a file with no others is made sense of once. */
  readonly usualReads?: readonly string[];
  /** The project that it is a part of, together with other files: what the rules ask for as `Project.share`. */
  readonly membership?: Membership<Model>;
  /** What the rules of other files may ask of one (`Project.at`), as plain data. Files that are named are read for it. */
  summary?(model: Model): unknown;
  /** Names that the file declares, with the places where it uses them. */
  symbols?(model: Model): readonly FileSymbol[];
  /**
   * Places of names that other files have a part in: stages, data, params. What a file of no format declares for this one is told by this one.
   * `uri` is its own.
   */
  mentions?(model: Model, uri: string, found: Project): readonly Mention[];
  /**
   * All that the file means to its tool, as plain data, but for the names that `mentions` tell of: a rename leaves it as it is. Undefined: it
   * cannot be told, and nothing is renamed.
   */
  meaning?(model: Model, uri: string, found: Project): unknown;
  /** Paths that the file names, and where: for links to them, and to mend what is not there. */
  paths?(model: Model): readonly NamedPath[];
  /** What hover adds on what stands at an offset, in Markdown: that a parameter is required, the columns of a signature. */
  notes?(model: Model, offset: number): string | undefined;
  /** What the tool puts in the place of the text at an offset, by other files too: the value of a template. Undefined: nothing, or it is not known. */
  resolvedAt?(model: Model, offset: number, found: Project): ResolvedText | undefined;
  /**
   * What hover says of what its tool noted at an offset, in the place of what the key is: with how it stands now, in other files and, where `looks`
   * are given, on disk. Undefined: nothing was noted there.
   */
  comparedAt?(model: Model, uri: string, offset: number, found: Project, looks: StatusLooks | undefined): Promise<ResolvedText | undefined>;
  /** Words that the editor shows in the lines of the file, where they are certain. `found` is what its tool takes of other files. */
  hints?(model: Model, facts: RegistryFacts, found: Project): readonly Hint[];
  /** Places that name something of the registry: links to its page, and what hover says of it. */
  registered?(model: Model): readonly RegisteredPlace[];
  /** Metrics that a program logs, for those who have to name one. Never throws. */
  metricsLogged?(text: string): readonly LoggedMetric[];
  /** What its tool can run of it. */
  readonly lens?: Lens<Model>;
  /** Names that can stand in the text that is being typed, up to a `}`: a parameter after `{`. Undefined: none is asked for. */
  variables?(model: Model, place: TypingPlace, found: Project): readonly Offer[] | undefined;
  /** Names of the file's own that a key or value being typed can refer to. */
  names?(model: Model, reference: Reference, place: TypingPlace): readonly Offer[];
  /** Where the names are found that a key or value being typed can refer to in other files. Undefined: nowhere, or that is not known. */
  lookup?(model: Model, reference: FileReference, place: TypingPlace, around: Around): Lookup | undefined;
  /** Of the keys of a map, those that fit to the ones that are in it. Absent: all do. */
  keysBeside?(spec: KeySpec, present: readonly string[]): readonly KeySpec[] | undefined;
  /** Texts to begin with, for completion and for new files. */
  readonly starters?: readonly Starter[];
  /** For files that are about one registry: the one that this file means. */
  registry?(model: Model): RegistryOfFile;
}

/** A place of a file, and what is to be said of it, in Markdown. */
export interface ResolvedText extends Span {
  readonly text: string;
}

/** What a file adds to a project. */
export interface Membership<Model> {
  readonly kind: ProjectKind;
  /** Plain data; undefined: it adds nothing, or nothing that is known. */
  part(model: Model, uri: string, found: Project): unknown;
}

/** `uri` as written; absent: the one of the folder that the file stands in. */
export interface RegistryOfFile {
  readonly uri?: string;
}

/** A file as it was read. */
export interface ConfigDocument {
  readonly uri: string;
  /** What the file is called; for a text that has no name yet, what it would be called. */
  readonly name: string;
  readonly format: Format;
  readonly model: ConfigModel;
}

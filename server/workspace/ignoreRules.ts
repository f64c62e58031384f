import ignore, { type Ignore } from "ignore";

interface IgnoreFile {
  /** URI of the folder that the `.gitignore` stands in. */
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The `.gitignore` files on the way to a folder, the innermost last: it has the last word, as in Git. */
export class IgnoreRules {
  static readonly none = new IgnoreRules([]);
  readonly #files: readonly IgnoreFile[];

  private constructor(files: readonly IgnoreFile[]) {
    this.#files = files;
  }

  /** With one more, of a folder further in. */
  with(folder: string, text: string): IgnoreRules {
    return new IgnoreRules([...this.#files, { folder, patterns: ignore().add(text) }]);
  }

  /** Does Git leave out what stands at this URI? */
  ignores(uri: string, type: "folder" | "file" = "folder"): boolean {
    for (const { folder, patterns } of this.#files.toReversed()) {
      const path = uri
        .slice(folder.length + 1)
        .split("/")
        .map(decodeURIComponent)
        .join("/");
      const { ignored, unignored } = patterns.test(type === "folder" ? `${path}/` : path);
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

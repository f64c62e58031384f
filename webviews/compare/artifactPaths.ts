import { naturalOrder } from "#registry/model/naturalOrder.ts";

/** A picture that a run logs again and again: `plots/img_step_10.png`. */
export interface SteppedPath {
  /** The same for all steps: `plots/img_step_*.png`. */
  readonly name: string;
  readonly step: number;
}

/** What MLflow's `log_image` makes of a key, with the separator of its older versions too. */
const logged = /^images\/(.+?)([+%])step\2(\d+)\2timestamp\2\d+\2[\w-]+?(\2compressed)?\.(png|webp)$/;
const stepped = /^(.*?(?:^|[_\-./ ]))(step|epoch|iter|iteration)([_\-= ]?)(\d{1,15})((?:[_\-. ][^/]*)?\.(?:png|jpe?g|gif|webp|svg))$/i;

/** The step that a picture's path names; undefined where it names none. */
export function steppedPath(path: string): SteppedPath | undefined {
  const byMlflow = logged.exec(path);
  if (byMlflow) return { name: `images/${byMlflow[1]?.replaceAll("~", "/")}`, step: Number(byMlflow[3]) };
  const byName = stepped.exec(path);
  if (!byName || byName[5]?.includes("/")) return undefined;
  const [, before = "", word = "", separator = "", step = "", after = ""] = byName;
  return { name: `${before}${word}${separator}*${after}`, step: Number(step) };
}

/** MLflow logs a smaller copy of every picture beside it; it says nothing of its own. */
export function isSmallCopy(path: string): boolean {
  return logged.exec(path)?.[4] !== undefined;
}

/** Paths that are shown as one row: a file, the steps of a picture, the files of a model. */
export interface PathGroup {
  readonly kind: "file" | "steps" | "folder";
  /** A path, with `*` in the place of the step, or with `/` at the end. */
  readonly name: string;
  /** In natural order. */
  readonly paths: readonly string[];
}

/** A folder in which an `MLmodel` lies is a model: a dozen files that are one thing. */
export function pathGroups(all: readonly string[]): PathGroup[] {
  const models = all.filter((path) => path.endsWith("/MLmodel")).map((path) => path.slice(0, -"MLmodel".length));
  const paths = all.filter((path) => !isSmallCopy(path));
  const groups = Map.groupBy(paths, (path) => models.find((model) => path.startsWith(model)) ?? steppedPath(path)?.name ?? path);
  return [...groups]
    .flatMap(([name, members]): PathGroup[] => {
      const sorted = members.toSorted(naturalOrder);
      if (models.includes(name)) return [{ kind: "folder", name, paths: sorted }];
      const isStepped = sorted.every((path) => steppedPath(path) !== undefined);
      if (isStepped && sorted.length > 1) return [{ kind: "steps", name, paths: sorted }];
      return sorted.map((path) => ({ kind: "file", name: path, paths: [path] }));
    })
    .sort((one, other) => naturalOrder(one.name, other.name));
}

const pictures = /\.(png|jpe?g|gif|webp|svg)$/i;
const noText =
  /\.(pkl|pickle|joblib|pt|pth|ckpt|safetensors|onnx|h5|keras|npy|npz|bin|parquet|arrow|feather|zip|t?gz|tar|bz2|xz|zst|whl|pdf|mp4|webm|wav|mp3|bmp|tiff?)$/i;

export function isPicture(path: string): boolean {
  return pictures.test(path);
}

/** VS Code's diff is for text. */
export function isDiffable(path: string): boolean {
  return !isPicture(path) && !noText.test(path);
}

/** Characters of a file's name, without its ending. */
const most = 80;

/** A name that every file system takes, of the title of a chart: `val/auc` is `val_auc.svg`. */
export function pictureName(title: string, ending: "svg" | "png"): string {
  const safe = title.replaceAll(/[^\p{L}\p{N}._ -]+/gu, "_").replaceAll(/^[._ -]+|[. ]+$/g, "");
  return `${safe.slice(0, most) || "chart"}.${ending}`;
}

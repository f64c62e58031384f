/** How the filter's language writes names and texts, so that it reads them as they are. */

/** ``metrics.`val auc` ``, ``metrics.`= 1 - val_auc` ``; absent where the language cannot say the key. */
export function writtenName(kind: "metric" | "param" | "tag", key: string): string | undefined {
  // `in` is no name where it stands bare.
  if (/^(?!in$)[A-Za-z_]\w*$/i.test(key)) return `${kind}s.${key}`;
  // A formula may hold names in backticks: no metric of MLflow's does.
  const quote = (kind === "metric" && key.startsWith("=") ? ["`", '"', "'"] : ["`"]).find((mark) => !key.includes(mark));
  return quote === undefined ? undefined : `${kind}s.${quote}${key}${quote}`;
}

/** `'gbdt'`; absent where the language cannot say the text. */
export function writtenText(text: string): string | undefined {
  if (/[\\\n]/.test(text)) return undefined;
  if (!text.includes("'")) return `'${text}'`;
  return text.includes('"') ? undefined : `"${text}"`;
}

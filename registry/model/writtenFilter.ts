/** How the filter's language writes names and texts, so that it reads them as they are. */

/** ``metrics.`val auc` ``; absent where the language cannot say the key. */
export function writtenName(kind: "metric" | "param" | "tag", key: string): string | undefined {
  // `in` is no name where it stands bare.
  if (/^(?!in$)[A-Za-z_]\w*$/i.test(key)) return `${kind}s.${key}`;
  return key.includes("`") ? undefined : `${kind}s.\`${key}\``;
}

/** `'gbdt'`; absent where the language cannot say the text. */
export function writtenText(text: string): string | undefined {
  if (/[\\\n]/.test(text)) return undefined;
  if (!text.includes("'")) return `'${text}'`;
  return text.includes('"') ? undefined : `"${text}"`;
}

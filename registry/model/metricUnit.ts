/** A value or a difference as it is shown, with the unit that the metric's name states; an empty one stays empty. */
export function withUnit(key: string, text: string): string {
  const unit = unitOf(key);
  return text === "" || unit === "" ? text : `${text} ${unit}`;
}

/** Unit that a metric's name states (`fit_seconds`); empty when it states none. */
export function unitOf(key: string): string {
  const word =
    key
      .toLowerCase()
      .split(/[_/.\s-]/)
      .at(-1) ?? "";
  if (["s", "sec", "secs", "seconds"].includes(word)) return "s";
  if (["ms", "milliseconds"].includes(word)) return "ms";
  return "";
}

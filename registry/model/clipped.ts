/** `text`, or its head and `…`: at most `most` UTF-16 units, no character cut in two. For what people read; a text may be megabytes long. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`;
}

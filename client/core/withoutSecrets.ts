/**
 * A traced message (JSON, indented or not) without what signs somebody in: passwords and tokens, and those in an address. Traces are
 * written into the log, which people attach to reports.
 */
export function withoutSecrets(text: string): string {
  return text.replace(/(\\?"(?:password|token)\\?"\s*:\s*\\?")(?:[^"\\]|\\.)*(?=")/g, "$1…").replace(/(:\/\/[^\s/"@:]*:)[^\s"]*@/g, "$1…@");
}

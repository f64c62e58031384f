/** `setTimeout` that alone does not keep a Node process alive; in a browser there is nothing to keep. */
export function idleTimeout(run: () => void, ms: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(run, ms);
  (timer as unknown as { unref?(): void }).unref?.();
  return timer;
}

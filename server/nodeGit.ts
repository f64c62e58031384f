/** ms; a Git that waits for a network drive must not hold an answer for ever. */
const longest = 10_000;

/**
 * Runs Git in a folder, without a shell, and gives what it prints. All that `simple-git` calls unsafe stays off: programs that arguments or
 * settings would start, other configuration, other protocols. Rejects when Git fails, is not there, takes too long or is called off.
 */
export async function runGit(folder: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  // Not every window asks Git anything, and none before it has started.
  const { simpleGit } = await import("simple-git");
  const git = simpleGit({
    baseDir: folder,
    timeout: { block: longest, stdOut: false, stdErr: false },
    // By itself simple-git takes a status that is not 0 for success where nothing was written to standard error.
    errors: (error, { exitCode, stdErr }) =>
      error ?? (exitCode === 0 ? undefined : Buffer.concat([...stdErr, Buffer.from(`Git ended with ${exitCode}.`)])),
    ...(signal ? { abort: signal } : {}),
  });
  return git.raw([...args]);
}

import { join } from "node:path";
import { type EditorWindow, repositoryRoot } from "./editorWindow.ts";

/** For `afterEach`: a failed test leaves a picture and the logs of each window behind, in a folder that is printed. */
export async function keepFailure(
  test: Mocha.Test | undefined,
  windows: Readonly<Record<string, EditorWindow | undefined>>,
): Promise<void> {
  if (test?.state !== "failed") return;
  const folder = join(repositoryRoot, ".cache/e2e");
  for (const [name, window] of Object.entries(windows)) {
    await window?.keepEvidence(folder, `${test.title.replace(/\W+/g, "-")}.${name}`);
  }
  console.log(`Pictures and logs: ${folder}`);
}

import { type Asker, askAnswer } from "#client/core/asker.ts";
import { shellOf, shellText } from "#client/core/shellText.ts";
import type { Wording } from "#client/core/wording.ts";
import { copyToClipboard, inform, showError } from "#client/host/dialogs.ts";
import { problemText } from "#protocol/message.ts";
import { runCommandRequest } from "#protocol/runCommand.ts";

/** Copies what starts a run again, for the shell of this computer; where that is not known, says why. */
export async function copyRunCommand({ asker, words }: { readonly asker: Asker; readonly words: Wording }, runId: string): Promise<void> {
  const answer = await askAnswer(asker, runCommandRequest, { runId });
  if (!answer.ok) {
    showError(problemText(answer.problem));
    return;
  }
  const { value } = answer;
  const copy = async (args: readonly string[], note = "") => {
    const text = shellText(["mlflow", ...args], shellOf(process.platform));
    if (text === undefined) {
      inform(words.t("A value of this run cannot be written safely in a command: it has characters that a terminal acts on."));
      return;
    }
    await copyToClipboard(text, words.t("Copied {0}", words.t("run command")));
    if (note !== "") inform(note);
  };
  if (value.state === "unknown") inform(value.why);
  else if (value.state === "known") await copy(value.args, value.note);
  else inform(value.why, [{ label: words.t("Copy Without Params"), run: () => copy(value.args) }]);
}

/** `slipway`: what the editor does, without an editor. See docs/cli.md. */
import { CommanderError } from "commander";
import { RegistryError } from "#registry/model/errors.ts";
import manifest from "../package.json" with { type: "json" };
import { CannotDo, type ExitStatus, type Io } from "./io.ts";
import { buildProgram } from "./program.ts";

const interrupted = 130;

endQuietly();
const callersFolder = process.env["INIT_CWD"];
const controller = new AbortController();
const io: Io = {
  out: (text) => void process.stdout.write(text),
  // Notes quote names and values of strangers: none of them may steer the terminal.
  note: (text) => void process.stderr.write(text.replace(/[^\P{Cc}\n]+/gu, " ")),
  signal: controller.signal,
};
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  try {
    // npm starts scripts in the folder of package.json; paths are meant from where the person is.
    if (callersFolder) process.chdir(callersFolder);
    const end = (ended: ExitStatus) => {
      status = ended;
    };
    await buildProgram(io, end, manifest.version).parseAsync(args, { from: "user" });
  } catch (error) {
    return failure(error);
  }
  return status;
}

function failure(error: unknown): ExitStatus {
  // Commander has said it already; help and the version are thrown too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (RegistryError.is(error)) {
    io.note(`${error.message} ${error.next}\n`);
    return error.kind === "conflict" ? 1 : 2;
  }
  if (error instanceof CannotDo) io.note(`${error.message}\n`);
  else io.note(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

/** Nobody reads any more, or Ctrl-C: no message, no stack. */
function endQuietly(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // A reader such as `head` has what it wanted: that is no failure.
    stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? (process.exitCode ?? 0) : 2));
  }
  process.on("SIGINT", () => process.exit(interrupted));
}

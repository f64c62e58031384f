import { type Command, Option } from "commander";
import type { ExitStatus, Io } from "./io.ts";
import { type ActFormat, actContext, type Decision, decide, factSource, requestPromotion } from "./promote.ts";
import { log, type ReportFormat, status } from "./promotions.ts";
import type { Source } from "./source.ts";
import { withSource } from "./withSource.ts";

interface ActFlags {
  readonly registry?: string;
  readonly policyRef?: string;
  readonly format: ActFormat;
  readonly reason: string;
  readonly comment: string;
  readonly seen?: string;
}

/** `slipway promote …` */
export function addPromote(program: Command, io: Io, end: (status: ExitStatus) => void): void {
  const promote = program.command("promote").description("request, decide and look up promotions, by the policy in slipway.yaml");
  const act = (name: string, description: string) =>
    promote
      .command(name)
      .description(description)
      .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
      .option(
        "--policy-ref <ref>",
        "branch whose slipway.yaml counts; else SLIPWAY_POLICY_REF, else the remote's default branch, else HEAD",
      )
      .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"));
  act("request", "ask for a version to enter an environment; status 1 when a gate does not pass and no reason is given")
    .argument("<model>")
    .argument("<version>")
    .argument("<environment>")
    .option("--reason <text>", "needed when a gate fails or is unknown", "")
    .action((model: string, version: string, to: string, flags: ActFlags) =>
      withSource(flags, async (source) => {
        notePolicy(io, source);
        end(await requestPromotion(io, await actContext(source, io.signal), { model, version: version.replace(/^v/, ""), to }, flags));
      }),
    );
  const decision = (name: Decision, description: string) =>
    act(name, description)
      .argument("<id>", "of the request, as promote status prints it")
      .option("--comment <text>", "needed to reject, and to approve while a gate fails", "")
      .option("--seen <token>", "what you looked at, from promote status; without it, what the request or the approval was made on")
      .action((id: string, flags: ActFlags) =>
        withSource(flags, async (source) => {
          notePolicy(io, source);
          end(await decide(io, await actContext(source, io.signal), name, id, flags));
        }),
      );
  decision("approve", "approve; the last approval applies, unless the policy says otherwise");
  decision("reject", "reject, with a comment");
  decision("cancel", "take back a request of your own");
  decision("apply", "carry out what is approved");
  addReports(promote, io);
}

/** Which policy counts, where that is not simply the file here. */
function notePolicy(io: Io, { policy }: Source): void {
  if (policy?.note !== undefined) io.note(`${policy.note}\n`);
}

function addReports(promote: Command, io: Io): void {
  const report = (name: string, description: string) =>
    promote
      .command(name)
      .description(description)
      .argument("[model]")
      .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
      .option(
        "--policy-ref <ref>",
        "branch whose slipway.yaml counts; else SLIPWAY_POLICY_REF, else the remote's default branch, else HEAD",
      )
      .addOption(new Option("--format <format>", "what to print").choices(["table", "json"]).default("table"));
  type Flags = { readonly registry?: string; readonly policyRef?: string; readonly format: ReportFormat };
  report("status", "open promotions, with the gates as they are now").action((model: string | undefined, flags: Flags) =>
    withSource(flags, async (source) => status(io, await factSource(source, io.signal), model, flags.format)),
  );
  report("log", "every event, oldest first").action((model: string | undefined, flags: Flags) =>
    withSource(flags, (source) => log(io, source, model, flags.format)),
  );
}

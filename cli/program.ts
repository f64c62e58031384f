import { dirname } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { type GroupKey, isGroupKey, mostGroupKeys } from "#registry/model/compare/groupKey.ts";
import { type ArtifactsOptions, artifacts } from "./artifacts.ts";
import { changedSince } from "./changedSince.ts";
import { type CheckedAgainst, type CheckFormat, check } from "./check.ts";
import { type CompareOptions, compare } from "./compare.ts";
import { conformance } from "./conformance.ts";
import { history } from "./history.ts";
import { CannotDo, type ExitStatus, type Io } from "./io.ts";
import { type ListFormat, listExperiments, listModels, listRuns, listVersions } from "./list.ts";
import { addPromote } from "./promoteCommand.ts";
import { registryInfo } from "./registryInfo.ts";
import { findSource, type Source } from "./source.ts";
import { type RegistryOption, withSource } from "./withSource.ts";

/** Told how the command ended; the last call counts. */
export type End = (status: ExitStatus) => void;

/** All commands. Commander writes help and usage errors through `io`, and throws instead of ending the process. */
export function buildProgram(io: Io, end: End, version: string): Command {
  const program = new Command("slipway")
    .description("Checks ML config files, reads experiments and models, promotes model versions.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.note(text) })
    .showHelpAfterError("Add --help for all options.");
  addCheck(program, io, end, version);
  addLists(program, io);
  addRunCommands(program, io);
  addArtifacts(program, io);
  addPromote(program, io, end);
  addRegistry(program, io, end);
  return program;
}

function addCheck(program: Command, io: Io, end: End, version: string): void {
  program
    .command("check")
    .description("check config files; status 1 when one has an error")
    .argument("[path...]", "files or folders", ["."])
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json", "sarif", "github"]).default("text"))
    .option("--registry <uri>", "registry that names are checked against, or none")
    .option("--changed-since <rev>", "only files that changed since a revision of Git, or that name one that did")
    .action(async (paths: string[], options: RegistryOption & { format: CheckFormat; changedSince?: string }) => {
      const changed = options.changedSince === undefined ? undefined : await changedSince(options.changedSince, io.signal);
      const source = await sourceForCheck(io, options.registry);
      try {
        const against = source && checkedAgainst(source, options.registry);
        end(await check(io, paths, { format: options.format, against, toolVersion: version, ...(changed && { changed }) }));
      } finally {
        source?.registry.close();
      }
    });
}

function checkedAgainst({ registry, policy }: Source, named: string | undefined): CheckedAgainst {
  return named === undefined ? { registry, policyFolder: policy === undefined ? process.cwd() : dirname(policy.path) } : { registry };
}

/** A registry that was named has to answer; one that was merely found is done without. */
async function sourceForCheck(io: Io, named: string | undefined): Promise<Source | undefined> {
  try {
    const source = await findSource(named);
    if (named !== undefined) await source?.registry.capabilities(io.signal);
    return source;
  } catch (error) {
    if (named !== undefined) throw error;
    io.note(`Checked without a registry: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

interface ListFlags extends RegistryOption {
  readonly format: ListFormat;
  readonly limit: number;
}

function addLists(program: Command, io: Io): void {
  const list = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
      .option("--limit <n>", "most rows", atLeast(1), 100)
      .addOption(new Option("--format <format>", "what to print").choices(["table", "json", "csv"]).default("table"));
  list("experiments", "active experiments, newest activity first").action((flags: ListFlags) =>
    withSource(flags, ({ registry }) => listExperiments(io, registry, flags)),
  );
  list("runs", "runs, newest first")
    .option("--experiment <name...>", "of these experiments only")
    .option("--filter <filter>", 'MLflow\'s filter syntax, such as "metrics.val_auc > 0.9"', "")
    .option("--order-by <key...>", 'MLflow\'s order, such as "metrics.val_auc DESC"')
    .action((flags: ListFlags & { experiment?: string[]; filter: string; orderBy?: string[] }) =>
      withSource(flags, ({ registry }) =>
        listRuns(io, registry, { ...flags, experiments: flags.experiment ?? [], orderBy: flags.orderBy ?? [] }),
      ),
    );
  list("models", "registered models").action((flags: ListFlags) => withSource(flags, ({ registry }) => listModels(io, registry, flags)));
  list("versions", "model versions, highest first")
    .argument("[model...]", "of these models only")
    .action((models: string[], flags: ListFlags) => withSource(flags, ({ registry }) => listVersions(io, registry, models, flags)));
}

function addRunCommands(program: Command, io: Io): void {
  program
    .command("history")
    .description("metric histories of runs")
    .argument("<run...>", "ids, runs:/ URIs, or names that only one run has")
    .requiredOption("--metric <key...>", "metrics")
    .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
    .option("--max-points <n>", "points per run and metric; longer histories keep their extremes", atLeast(2), 10_000)
    .option("--summary", "how many points, and the first, last, least, greatest and best of them", false)
    .addOption(new Option("--format <format>", "what to print").choices(["json", "csv"]).default("json"))
    .action((runs: string[], flags: RegistryOption & { metric: string[]; maxPoints: number; summary: boolean; format: "json" | "csv" }) =>
      withSource(flags, ({ registry }) => history(io, registry, runs, { ...flags, metrics: flags.metric })),
    );
  program
    .command("compare")
    .description("what differs between runs; the first is the baseline")
    .argument("<run...>", "ids, runs:/ URIs, or names that only one run has")
    .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
    .option("--all", "also what is equal", false)
    .option("--group-by <key...>", "one column for all runs that share it: param:NAME, tag:NAME, attribute:dataset; up to two")
    .addOption(new Option("--format <format>", "what to print").choices(["markdown", "json", "csv", "html"]).default("markdown"))
    .action((runs: string[], flags: RegistryOption & { all: boolean; groupBy?: string[]; format: CompareOptions["format"] }) => {
      if (runs.length < 2) throw new CannotDo("compare needs at least two runs.");
      const groupBy = groupKeys(flags.groupBy ?? []);
      return withSource(flags, ({ registry }) => compare(io, registry, runs, { ...flags, groupBy }));
    });
}

function groupKeys(named: readonly string[]): GroupKey[] {
  const keys = [...new Set(named)];
  const wrong = keys.find((key) => !isGroupKey(key));
  if (wrong !== undefined) throw new CannotDo(`Nothing is grouped by ${wrong}: use param:NAME, tag:NAME or attribute:dataset.`);
  if (keys.length > mostGroupKeys) throw new CannotDo(`Runs are grouped by ${mostGroupKeys} things at most.`);
  return keys.filter(isGroupKey);
}

function addArtifacts(program: Command, io: Io): void {
  program
    .command("artifacts")
    .description("what a run logged as files; with the path of a file, its content")
    .argument("<run>", "an id, a runs:/ URI, or a name that only one run has")
    .argument("[path]", "a folder or file among the run's artifacts", "")
    .option("--registry <uri>", "an MLflow URI: http://host, sqlite:///path")
    .option("--max-bytes <n>", "how much of a file is printed at most", atLeast(1), 10_000_000)
    .addOption(new Option("--format <format>", "how a folder is printed").choices(["table", "json", "csv"]).default("table"))
    .action((run: string, path: string, flags: RegistryOption & ArtifactsOptions) =>
      withSource(flags, ({ registry }) => artifacts(io, registry, { run, path }, flags)),
    );
}

function addRegistry(program: Command, io: Io, end: End): void {
  const registry = program.command("registry").description("the registry itself");
  const format = () => new Option("--format <format>", "what to print").choices(["text", "json"]).default("text");
  registry
    .command("conformance")
    .description(
      "try a server on an experiment and a model that are made for it and deleted again; status 1 when something is missing or wrong",
    )
    .argument("[uri]", "its address; without it, the one that is found")
    .option("--registry <uri>", "the same as URI")
    .addOption(format())
    .action(async (uri: string | undefined, flags: RegistryOption & { format: "text" | "json" }) =>
      end(await conformance(io, uri ?? flags.registry, flags.format)),
    );
  registry
    .command("info")
    .description("which registry it is, why this one, and what can be done on it")
    .argument("[uri]", "an MLflow URI; without it, the one that is found")
    .option("--registry <uri>", "the same as URI")
    .addOption(format())
    .action((uri: string | undefined, flags: RegistryOption & { format: "text" | "json" }) =>
      withSource(uri === undefined ? flags : { registry: uri }, (source) => registryInfo(io, source, flags.format)),
    );
}

function atLeast(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < least) throw new InvalidArgumentError(`It has to be a whole number from ${least} on.`);
    return number;
  };
}

import { type Finding, tried } from "#registry/conformance/conformance.ts";
import { type ExitStatus, type Io, writeJson } from "./io.ts";
import { openScratch } from "./source.ts";

/** How long what was made may take to be taken away again, ms; by then the command may have been ended. */
const removal = 60_000;

/** `slipway registry conformance`: tries a server on an experiment and a model that are made for it. Status 1 where something is missing or wrong. */
export async function conformance(io: Io, named: string | undefined, format: "text" | "json"): Promise<ExitStatus> {
  const scratch = await openScratch(named, io.signal);
  const { uri } = scratch.registry.source;
  const findings: Finding[] = [];
  let left: readonly string[] = [];
  try {
    const { version } = await scratch.registry.capabilities(io.signal);
    if (format === "text") io.out(`${uri}${version === "" ? "" : `, version ${version}`}\n`);
    for await (const finding of tried(scratch, io.signal)) {
      findings.push(finding);
      if (format === "text") io.out(line(finding));
    }
  } finally {
    left = await scratch.remove(AbortSignal.timeout(removal));
    for (const what of left) io.note(`Could not be taken away again: ${what}\n`);
  }
  const count = (verdict: Finding["verdict"]) => findings.filter((finding) => finding.verdict === verdict).length;
  if (format === "json") writeJson(io, { version: 1, uri, findings, left });
  else io.out(`${count("supported")} supported, ${count("missing")} missing, ${count("wrong")} wrong\n`);
  return count("supported") === findings.length ? 0 : 1;
}

function line({ verdict, title, detail, without }: Finding): string {
  const more = [...(detail === undefined ? [] : [detail]), ...(without === undefined ? [] : [`Slipway is without ${without} there.`])];
  return [`${verdict.padEnd(9)} ${title}`, ...more.map((text) => `${" ".repeat(10)}${text}`)].map((text) => `${text}\n`).join("");
}

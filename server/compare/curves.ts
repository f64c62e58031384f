import type { Answer } from "#protocol/message.ts";
import type { Curve } from "#protocol/views/compare.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";

const fewestPoints = 2;
const mostPoints = 50_000;

/** The curves of one metric, one per run that logged it, in the order asked for. */
export function curves(
  params: { readonly runIds: readonly string[]; readonly metric: string; readonly maxPoints: number },
  context: CompareContext,
  signal: AbortSignal,
): Promise<Answer<readonly Curve[]>> {
  const points = Math.min(mostPoints, Math.max(fewestPoints, Math.floor(params.maxPoints) || fewestPoints));
  const { base64, log } = context.world;
  const work = async (): Promise<readonly Curve[]> => {
    const { metric } = params;
    const histories = await forRuns([...new Set(params.runIds)], (runIds) =>
      context.registry.history({ runIds, metrics: [metric], maxPoints: points }, signal),
    );
    return histories.map(({ runId, steps, timestamps, values, total }) => ({
      runId,
      steps: base64(bytesOf(steps)),
      timestamps: base64(bytesOf(timestamps)),
      values: base64(bytesOf(values)),
      total,
    }));
  };
  return answer(work, log, signal);
}

/** Little-endian, as every machine is that VS Code runs on. */
export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

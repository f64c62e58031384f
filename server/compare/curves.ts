import type { Answer } from "#protocol/message.ts";
import type { Curve, CurvesQuestion } from "#protocol/views/compare.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";
import { drawnHistories } from "./drawnHistories.ts";

const fewestPoints = 2;
const mostPoints = 50_000;

/** The curves of one metric or formula, one per run that has it, in the order asked for. */
export function curves(params: CurvesQuestion, context: CompareContext, signal: AbortSignal): Promise<Answer<readonly Curve[]>> {
  const points = Math.min(mostPoints, Math.max(fewestPoints, Math.floor(params.maxPoints) || fewestPoints));
  const { base64, log } = context.world;
  const work = async (): Promise<readonly Curve[]> => {
    const histories = await drawnHistories({ ...params, maxPoints: points }, context, signal);
    return histories.map(({ runId, steps, timestamps, values, total }) => ({
      runId,
      steps: base64(bytesOf(steps)),
      timestamps: base64(bytesOf(timestamps)),
      values: base64(bytesOf(values)),
      ...(Number.isNaN(total) ? {} : { total }),
    }));
  };
  return answer(work, log, signal);
}

/** Little-endian, as every machine is that VS Code runs on. */
export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

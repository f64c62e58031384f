/** The number that FNV-1a starts with. */
export const sumStart = 0x81_1c_9d_c5;

/** A sum over all UTF-16 units of a text (FNV-1a, 32 bits): 0 ≤ n < 2³². For telling texts apart, not for keeping anything safe. */
export function textSum(text: string, start = sumStart): number {
  let sum = start;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01_00_01_93) >>> 0;
  return sum >>> 0;
}

/** Per font: px of each character that was asked for. */
const known = new Map<string, Map<string, number>>();
let canvas: CanvasRenderingContext2D | null | undefined;

/**
 * Width of a text, px, `font` as in CSS. Characters are added up, digits being as wide as the widest of them: what is written with
 * `tabular-nums` is not wider than this.
 */
export function textWidth(text: string, font: string): number {
  let widths = known.get(font);
  if (!widths) {
    widths = new Map();
    known.set(font, widths);
  }
  let sum = 0;
  for (const character of text) {
    let width = widths.get(character);
    if (width === undefined) {
      width = isDigit(character) ? Math.max(...[..."0123456789"].map((digit) => measured(digit, font))) : measured(character, font);
      widths.set(character, width);
    }
    sum += width;
  }
  return sum;
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function measured(text: string, font: string): number {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return 8;
  canvas.font = font;
  return canvas.measureText(text).width;
}

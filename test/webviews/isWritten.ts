/** The text begins with the number, in as many digits as are written; zero says also what is less than they can. */
export function isWritten(value: number, text: string): boolean {
  const [, digits = "", exponent = "0"] = /^([−+-]?[\d,]+\.?\d*)(?:e([+−-]?\d+))?/.exec(text) ?? [];
  const plain = (of: string) => of.replace("−", "-").replace("+", "").replaceAll(",", "");
  const places = (digits.split(".")[1] ?? "").length;
  const unit = 10 ** (Number(plain(exponent)) - places);
  return Math.abs(Number(plain(digits)) * 10 ** Number(plain(exponent)) - value) <= unit * 0.5001;
}

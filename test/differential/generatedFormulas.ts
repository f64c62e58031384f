import fc from "fast-check";

/** Formulas over a, b and c as people might write them, with and without parentheses. */
export const formulas: fc.Arbitrary<string> = fc
  .letrec<{ sum: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("a", "b", "c") },
      { weight: 2, arbitrary: fc.constantFrom("1", "2", "3", "0.5", ".25", "1e-1", "10.") },
    ),
    sum: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      tie("leaf"),
      fc.tuple(tie("sum"), fc.constantFrom(" + ", " - ", "*", " / ", "^", "-", "+"), tie("sum")).map((parts) => parts.join("")),
      tie("sum").map((of) => `(${of})`),
      tie("sum").map((of) => `-${of}`),
      fc.tuple(fc.constantFrom("log", "log10", "exp", "sqrt", "abs"), tie("sum")).map(([name, of]) => `${name}(${of})`),
      fc
        .tuple(fc.constantFrom("min", "max"), fc.array(tie("sum"), { minLength: 2, maxLength: 3 }))
        .map(([name, of]) => `${name}(${of.join(", ")})`),
    ),
  }))
  .sum.filter((text) => /[abc](?![a-z])/.test(text.replace(/[a-z]{2,}\d*/g, "")) && text.length < 200);

/** Letters of a program that is looked at: reading so many takes about 80 ms, at every pause of whoever types in it. */
export const longestProgram = 500_000;

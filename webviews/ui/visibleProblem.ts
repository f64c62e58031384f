import { type Problem, problemText } from "#protocol/message.ts";
import { visibleText } from "#registry/model/visibleText.ts";

/** Messages name what they are about, which may be a run of any name. */
export function visibleProblem(problem: Problem): Problem {
  return { ...problem, message: visibleText(problem.message), next: visibleText(problem.next) };
}

/** The same in one line. */
export function visibleProblemText(problem: Problem): string {
  return visibleText(problemText(problem));
}

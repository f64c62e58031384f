import type { CommandId } from "./commands.ts";

/** A step of the first minutes; it is done when one of `done` happens. */
interface Step {
  readonly id: string;
  readonly title: string;
  /** Markdown; links run commands. */
  readonly description: string;
  /** A drawing in theme colours below `media/walkthrough`, and what it shows. */
  readonly picture: string;
  readonly alt: string;
  readonly done: readonly (`onContext:${string}` | `onCommand:${CommandId}`)[];
}

/** What a newcomer does first, in the order of a model's way to production. */
export const walkthrough = {
  id: "slipway.start",
  title: "Get Started with Slipway",
  description: "From a run to a model in production, without leaving the editor.",
  steps: [
    {
      id: "registry",
      title: "Open a registry",
      description:
        "Slipway reads an MLflow server, or the mlflow.db or mlruns that MLflow writes by itself: no server and no Python needed. The sample project has a team's experiments, models and a waiting request.\n[Open the Sample Project](command:slipway.openSample)\n[Connect to an MLflow Server…](command:slipway.connect)",
      picture: "registry.svg",
      alt: "The side bar with experiments, models and promotions",
      done: ["onContext:slipway.source == open"],
    },
    {
      id: "compare",
      title: "Compare runs",
      description:
        "Select two runs under Experiments with Ctrl (Cmd on a Mac) and press Compare: which params, code and data differ, each metric against the baseline, and the curves.\n[Show Experiments](command:slipway.experiments.focus)",
      picture: "compare.svg",
      alt: "Two runs side by side: what changed, metrics with their difference, curves",
      done: ["onCommand:slipway.compareSelected", "onCommand:slipway.compare", "onCommand:slipway.compareWith"],
    },
    {
      id: "request",
      title: "Ask for a promotion",
      description:
        "Press the rocket on a version under Models. The gates of the team's policy are checked, and the request is made, or a page says what is missing.\n[Show Models](command:slipway.models.focus)",
      picture: "request.svg",
      alt: "A model version with a rocket, and its gates",
      done: ["onCommand:slipway.requestPromotion"],
    },
    {
      id: "decide",
      title: "Decide on evidence",
      description:
        "What waits for you stands under Promotions. The page puts the candidate beside the incumbent; when you approve, the alias moves in the registry, and the history says who decided on what.\n[Show Promotions](command:slipway.promotions.focus)",
      picture: "decide.svg",
      alt: "Candidate and incumbent side by side, with Approve and Reject",
      done: ["onCommand:slipway.openPromotion", "onCommand:slipway.approve", "onCommand:slipway.reject"],
    },
    {
      id: "policy",
      title: "Write down what must hold",
      description:
        "slipway.yaml, in Git beside the code, says which environments there are, what must hold and who approves. It is checked as you type, and by the same rules in CI.\n[Open slipway.yaml](command:slipway.openPolicy)\n[Create slipway.yaml](command:slipway.createPolicy)",
      picture: "policy.svg",
      alt: "slipway.yaml with a misspelt metric underlined",
      done: ["onCommand:slipway.openPolicy", "onCommand:slipway.createPolicy"],
    },
  ],
} as const satisfies { id: string; title: string; description: string; steps: readonly Step[] };

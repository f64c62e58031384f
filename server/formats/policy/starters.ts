import type { Starter } from "../format.ts";

const metricGate = `metric: \${1:val_auc}\nnotWorseThan: current\ntolerance: \${2:0.002}`;

/** What a policy, an environment and a gate begin with. */
export const policyStarters: readonly Starter[] = [
  {
    label: "A whole policy",
    path: [],
    doc: "Three environments, one approval for the last, and a gate for each.",
    body: `version: 1

# In order of promotion: versions are born in the first, an alias marks the version that is in each of the others.
environments:
  dev: {}
  \${1:staging}:
    alias: \${2:challenger}
  \${3:prod}:
    alias: \${4:champion}
    approvals: \${5:1}
    selfApproval: \${6|false,true|}

# What must hold before a version enters an environment.
gates:
  \${1:staging}:
    - signature: required
  \${3:prod}:
    - commit: clean
    - metric: \${7:val_auc}
      notWorseThan: current
`,
  },
  {
    label: "An environment",
    path: ["environments"],
    doc: "A place that versions are promoted to, marked by an alias.",
    body: `\${1:prod}:\n  alias: \${2:champion}\n  approvals: \${3:1}`,
  },
  ...[
    ["gates", "*", "-"],
    ["models", "*", "gates", "*", "-"],
  ].map((path) => ({
    label: "A metric not worse than now",
    path,
    doc: "Compares with the version that is in the environment.",
    body: metricGate,
  })),
];

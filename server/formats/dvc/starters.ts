import type { Starter } from "../format.ts";

const stage = `\${1:train}:
  cmd: python \${2:train.py}
  deps:
    - \${2:train.py}
  outs:
    - \${3:model.pkl}`;

/** What a pipeline and a stage begin with. */
export const dvcYamlStarters: readonly Starter[] = [
  {
    label: "A whole dvc.yaml",
    path: [],
    doc: "A pipeline of one stage.",
    body: `stages:\n  ${stage.replaceAll("\n", "\n  ")}\n`,
  },
  { label: "A stage", path: ["stages"], doc: "A command, what it reads and what it writes.", body: stage },
  {
    label: "A stage for each of several values",
    path: ["stages"],
    doc: "The stage runs for every combination of the lists; templates have `item`.",
    body: `\${1:train}:
  matrix:
    \${2:model}: [\${3:linear}, \${4:forest}]
  cmd: python \${5:train.py} --\${2:model} \\\${item.\${2:model}}
  deps:
    - \${5:train.py}
  outs:
    - \${6:models}/\\\${item.\${2:model}}`,
  },
];

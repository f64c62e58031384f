import type { Starter } from "../format.ts";

const entryPoint = `parameters:
    \${2:learning_rate}: {type: \${3|float,string,path,uri|}, default: \${4:0.01}}
  command: "python \${5:train.py} --\${2:learning_rate} {\${2:learning_rate}}"`;

/** What a project and an entry point begin with. */
export const mlprojectStarters: readonly Starter[] = [
  {
    label: "A whole MLproject",
    path: [],
    doc: "A project with a Python environment, and one entry point with one parameter.",
    body: `name: \${1:project}

python_env: python_env.yaml

entry_points:
  main:
    ${entryPoint.replaceAll("\n", "\n  ")}
`,
  },
  {
    label: "An entry point",
    path: ["entry_points"],
    doc: "A command with one parameter.",
    body: `\${1:main}:\n  ${entryPoint}`,
  },
  {
    label: "A parameter with a default",
    path: ["entry_points", "*", "parameters"],
    doc: "A parameter that `-P` need not give.",
    body: `\${1:learning_rate}: {type: \${2|float,string,path,uri|}, default: \${3:0.01}}`,
  },
];

import type { DvcProject } from "./dvcProjects.ts";

const params = "lr: 0.1\nepochs: 3\nmodel:\n  depth: 8\n  layers: [1, 2]\nseed: 42\n";

/** Pipelines in which every kind of thing that a stage rests on can change. */
export const toldPipelines: readonly DvcProject[] = [
  {
    "dvc.yaml": `stages:
  prepare:
    cmd: python src/prepare.py
    deps: [src/prepare.py, data/raw]
    outs: [data/prepared]
  train:
    cmd: python src/train.py
    deps: [src/train.py, data/prepared]
    params: [lr, model.depth, model.layers.0]
    outs: [model.pkl]
    metrics: [{metrics.json: {cache: false}}]
  evaluate:
    cmd: [python src/evaluate.py, echo done]
    deps: [model.pkl, src/evaluate.py]
    params: [{config.json: }, {other/params.toml: [a.b]}, {consts.py: [SEED, RATE]}]
    plots: [plots]
`,
    "params.yaml": params,
    "config.json": '{"k": 5, "list": [1, 2.0, null]}\n',
    "other/params.toml": "[a]\nb = 3\n",
    "consts.py": "SEED = 5\nRATE = 0.1\nNAMES = ['a']\n",
  },
  {
    "dvc.yaml": `vars: [{name: big}]
stages:
  each:
    foreach: [a, b, c]
    do:
      cmd: python x.py \${item} --lr \${lr}
      deps: [x.py, "in/\${item}.csv"]
      outs: [{"out/\${item}": {persist: true}}]
  grid:
    matrix: {size: [1, 2], kind: [x, y]}
    cmd: run \${item.size} \${item.kind}
    params: [seed]
    outs: ["grid/\${item.size}-\${item.kind}.bin"]
  hello:
    cmd: echo hello
`,
    "params.yaml": params,
  },
  {
    "pipelines/one/dvc.yaml": `stages:
  fit:
    wdir: ../..
    cmd: fit
    deps: [lib/common.py]
    params: [epochs, seed]
    outs: [models/one]
`,
    "pipelines/two/dvc.yaml": `stages:
  fit:
    cmd: fit two
    deps: [../../models/one, ../../data]
    params: [lr]
    outs: [two.bin]
    frozen: true
`,
    "params.yaml": params,
    "pipelines/two/params.yaml": "lr: 1\nother: 2\n",
  },
  {
    "dvc.yaml": "stages:\n  all:\n    cmd: run\n    params: [{params.yaml: }]\n    outs: [a/b c.txt, a/d]\n    always_changed: true\n",
    "params.yaml": params,
  },
  {
    "data/raw.csv.dvc": "outs:\n- path: raw.csv\n",
    "data/images.dvc": "outs:\n- path: images\n  desc: many\n",
    "lists/both.dvc": "wdir: ..\nouts:\n- path: one.txt\n- path: sub/two\n",
    "git.dvc": "always_changed: true\nouts:\n- path: kept by git.json\n  cache: false\n",
    "copy.csv.dvc": "deps:\n- path: source.csv\nouts:\n- path: copy.csv\n",
    "frozen.csv.dvc": "frozen: true\ndeps:\n- path: source.csv\nouts:\n- path: frozen.csv\n",
    "dvc.yaml": "stages:\n  use:\n    cmd: run\n    deps: [data/raw.csv, data/images, copy.csv]\n    outs: [used]\n",
  },
];

import type { DvcProject } from "./dvcProjects.ts";

/** Projects made by hand: what the files of others do not show, each with what templates, loops and several files can do. */
export const toldProjects: readonly DvcProject[] = [
  {
    "params.yaml":
      "lr: 0.1\nepochs: 10\ntrain: {lr: 0.5, layers: [64, 32], opt: {name: adam, fast: true, off: false}}\nmodels: {cnn: {depth: 3}, mlp: {depth: 1}}\nsets: [a, b]\nn: 3\n",
    "dvc.yaml": `vars:
  - conf.yaml:seed,data
  - out: models
  - conf/more.json
stages:
  prepare:
    cmd: python prepare.py --seed \${seed} \${data.raw}
    deps: [prepare.py, "\${data.raw}"]
    params: [lr, train.layers]
    outs: ["\${data.clean}"]
  train:
    foreach: \${models}
    do:
      cmd: python train.py \${key} --depth \${item.depth} \${train}
      deps: ["\${data.clean}", train.py]
      outs: ["\${out}/\${key}.pkl"]
      metrics:
        - "\${out}/\${key}.json": {cache: false}
  grid:
    matrix: {set: "\${sets}", lr: [0.1, 1e-5, 1.0, true], layer: [[1, 2], {a: 1}]}
    cmd:
      - echo \${item.set} \${item.lr}
      - echo \${key} \\\${HOME}
    outs: ["grid/\${key}"]
  last:
    wdir: sub
    cmd: echo \${train.opt.name} \${train.layers[1]} \${more}
    vars: [{local: 1}, here.toml]
    deps: ["../\${out}/cnn.pkl", "\${local}.txt", "\${where}"]
    outs: [../last.txt]
`,
    "conf.yaml": "seed: 7\ndata: {raw: data/raw, clean: data/clean}\nunused: 1\n",
    "conf/more.json": '{"more": 1.5}',
    "sub/here.toml": 'where = "w.txt"\n',
    "sub/dvc.yaml": "stages:\n  report:\n    cmd: echo\n    deps: [../last.txt, ../grid]\n    outs: [report.md]\n",
    "data/raw.dvc": "outs:\n- md5: 1e8fbb6e58a4de8a8e6bdcb0b8a0db4a.dir\n  path: raw\n",
    "dvc.lock": "schema: '2.0'\nstages:\n  prepare:\n    cmd: python prepare.py\n",
  },
  {
    "params.py": "LR = 0.1\nclass Train:\n  epochs = 3\n  names = ['a', 'b']\n  def __init__(self):\n    self.depth = 2\n",
    "dvc.yaml": `vars: [params.py]
stages:
  a:
    foreach: \${Train.names}
    do:
      cmd: run \${item} \${LR} \${Train.depth}
      params:
        - params.py: [LR]
      outs: ["out/\${item}"]
  b:
    foreach: {x: 1, y: 2}
    do:
      cmd: run \${key} \${item}
      deps: ["out/a"]
      outs:
        - "b/\${key}.csv": {persist: true}
  c:
    cmd: run
    deps: [b/x.csv, b/y.csv]
    plots:
      - c.csv: {x: a, y: b}
metrics: ["\${LR}"]
plots:
  - c.csv: {x: a}
artifacts:
  m: {path: "out/\${Train.names[0]}", type: model}
`,
  },
];

import type { DvcProject } from "./dvcProjects.ts";

/** Projects whose names stand in one file and are used in another, in each language that params are written in. */
export const renameProjects: readonly DvcProject[] = [
  {
    "params.yaml": "seed: 7\nraw: data/raw.csv\nprepare:\n  rows: 100\n  split: 0.2\ntrain:\n  lr: 0.1\n  depth: 4\n",
    "dvc.yaml": `stages:
  prepare:
    cmd: python prepare.py --seed \${seed} --rows \${prepare.rows} \${raw}
    params: [seed, prepare.split]
    deps: ["\${raw}"]
    outs: [data/clean.csv]
  train:
    cmd: python train.py --lr \${train.lr} --depth \${train.depth}
    params: [train.lr, train.depth]
    deps: [data/clean.csv]
    outs: [model.pkl]
  evaluate:
    cmd: python evaluate.py --seed \${seed}
    deps: [model.pkl, data/clean.csv]
    metrics: [metrics.json]
`,
    "dvc.lock":
      "schema: '2.0'\nstages:\n  prepare:\n    cmd: python prepare.py --seed 7 --rows 100 data/raw.csv\n    params:\n      params.yaml:\n        seed: 7\n        prepare.split: 0.2\n",
  },
  {
    "conf.json": '{"learning_rate": 0.1, "layers": 3, "optimizer": {"name": "adam", "beta": 0.9}}\n',
    "dvc.yaml": `vars: [conf.json, {folder: out}]
stages:
  fit:
    cmd: fit \${learning_rate} \${layers} \${optimizer.name}
    params:
      - conf.json: [learning_rate, optimizer.beta]
    outs: ["\${folder}/fit.bin"]
  score:
    cmd: score \${layers}
    deps: ["\${folder}/fit.bin"]
    outs: ["\${folder}/score.txt"]
`,
  },
  {
    "conf.toml": 'rate = 0.1\nwidth = 3\n\n[model]\nkind = "tree"\nleaves = 31\n',
    "params.py": "DEPTH = 4\nTREES = 100\n",
    "dvc.yaml": `vars: [conf.toml, params.py]
stages:
  grow:
    foreach: [a, b]
    do:
      cmd: grow \${item} \${rate} \${width} \${model.kind}
      params:
        - conf.toml: [model.leaves]
        - params.py: [DEPTH]
      outs: ["grown/\${item}"]
  cut:
    cmd: cut \${DEPTH} \${TREES} \${model.leaves}
    deps: [grown/a]
    outs: [cut.txt]
`,
  },
];

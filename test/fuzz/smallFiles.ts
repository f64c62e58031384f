import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formats } from "#server/formats/formats.ts";
import { readGolden } from "#test/golden/golden.ts";
import { toldProjects } from "../differential/dvcProjectTexts.ts";

/** A file to begin with. */
export interface SmallFile {
  readonly name: string;
  readonly text: string;
}

/** Letters; small files break in the same ways as large ones, many times as fast. */
const mostLetters = 800;

const golden = fileURLToPath(new URL("../golden/", import.meta.url));
const md5 = "1e8fbb6e58a4de8a8e6bdcb0b8a0db4a";

/** What the golden files and the projects told for DVC have none of. */
const others: readonly SmallFile[] = [
  { name: "x.dvc", text: `outs:\n- md5: ${md5}.dir\n  size: 12\n  nfiles: 3\n  hash: md5\n  path: raw\n` },
  {
    name: "x.dvc",
    text: `md5: ${md5}\nfrozen: true\nwdir: ..\ndeps:\n- path: data\n  repo:\n    url: https://example.org/a.git\n    rev_lock: abc\nouts:\n- md5: 12\n  path: raw.csv\n  desc: 'a: b'\n  cache: false\n`,
  },
  {
    name: "dvc.lock",
    text: `schema: '2.0'\nstages:\n  train@a:\n    cmd: python train.py\n    deps:\n    - path: data/raw\n      hash: md5\n      md5: ${md5}.dir\n      size: 12\n      nfiles: 3\n    params:\n      params.yaml:\n        train.lr: 0.1\n        model:\n          depth: [1, 2]\n    outs:\n    - path: model.pkl\n      md5: ${md5}\n      size: 5\n`,
  },
  {
    name: "MLmodel",
    text: 'artifact_path: model\nflavors:\n  python_function:\n    env:\n      conda: conda.yaml\n      virtualenv: python_env.yaml\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\n  sklearn:\n    pickled_model: model.pkl\nmlflow_version: 3.1.0\nsignature:\n  inputs: \'[{"name": "amount", "type": "double"}, {"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]\'\n  outputs: "[{\\"type\\": \\"long\\"}]"\n  params: null\nrun_id: 0123456789abcdef0123456789abcdef\n',
  },
  {
    name: "x.py",
    text: 'import mlflow\nNAME = "fraud-scorer"\nURI = f"models:/{NAME}@champion"\nmodel = mlflow.pyfunc.load_model("models:/fraud-scorer/Production")\nother = ("models:/" "fraud-scorer/12")  # runs:/abc\nrun = r\'runs:/0123456789abcdef0123456789abcdef/model\'\n\ndef train(lr):\n    mlflow.log_metric("auc", 0.5)\n    client.log_metric(run_id, key="loss", value=1)\n    mlflow.log_metrics({"val_auc": 1, **more, f"x{lr}": 2}, step=3)\n    """models:/not-one/1"""\n',
  },
];

/** Texts of every format, and of every kind of file that a DVC pipeline takes values from. */
export const smallFiles: readonly SmallFile[] = [
  ...formats.flatMap(({ id }) =>
    readdirSync(golden, { withFileTypes: true }).some((entry) => entry.isDirectory() && entry.name === id) ? goldenTexts(id) : [],
  ),
  ...toldProjects.flatMap((project) =>
    Object.entries(project).map(([path, text]) => ({ name: path.slice(path.lastIndexOf("/") + 1), text })),
  ),
  ...others,
].filter(({ text }) => text.length <= mostLetters);

function goldenTexts(id: string): SmallFile[] {
  const name = id.startsWith(".") ? `x${id}` : id;
  const files = readdirSync(`${golden}${id}`).map((file) => readFileSync(`${golden}${id}/${file}`, "utf8"));
  return files.flatMap(readGolden).map(({ text }) => ({ name, text }));
}

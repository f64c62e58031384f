import type { FileReference, KeySpec } from "#registry/model/keySpec.ts";
import type { Shape } from "../../dvc/misfits.ts";
import { entryOf, type YamlNode } from "../yamlTree.ts";

/* Every key that DVC 3.67 takes in a `dvc.yaml` (`MULTI_STAGE_SCHEMA` in `dvc/schema.py`); any other is refused. */

const text = (name: string, doc: string, reference?: FileReference): KeySpec => ({
  name,
  type: "text",
  doc,
  ...(reference && { reference }),
});
const onOff = (name: string, doc: string): KeySpec => ({ name, type: "switch", doc });
const anything = (name: string, doc: string): KeySpec => ({ name, type: "anything", doc });
const texts = (name: string, doc: string, item: KeySpec): KeySpec => ({ name, type: "list of text", doc, item });

const path = text("path", "A file or folder, relative to the folder of the stage.", "dependency");
const ownPath = text("path", "A file or folder, relative to the folder of this file.", "file");

const annotationKeys: readonly KeySpec[] = [
  text("desc", "What it is, for people."),
  text("type", "A kind of data or model, in your own words."),
  texts("labels", "Words to find it by.", text("label", "A word to find it by.")),
  anything("meta", "Anything that your own tools want to know."),
];

const outputKeys: readonly KeySpec[] = [
  ...annotationKeys,
  onOff("cache", "`false`: Git keeps the file, not DVC's cache. Default `true`."),
  onOff("persist", "`true`: the file is not removed before the stage runs."),
  onOff("checkpoint", "Has no effect since DVC 3."),
  text("remote", "The remote that it is pushed to, in place of the default one."),
  onOff("push", "`false`: `dvc push` leaves it out. Default `true`."),
];

const plotTexts: readonly KeySpec[] = [
  text("x_label", "What stands under the x axis."),
  text("y_label", "What stands beside the y axis."),
  text("title", "What stands above the plot."),
  text("template", "The look of the plot: `linear`, `scatter`, `confusion`, … or a file."),
];

const plotKeys: readonly KeySpec[] = [
  ...outputKeys,
  text("x", "The field for the x axis."),
  text("y", "The field for the y axis."),
  ...plotTexts,
  onOff("header", "`false`: a CSV file has no line with names."),
];

const output: KeySpec = {
  name: "output",
  type: "text or map",
  doc: "A path, or a path and its options.",
  reference: "output",
  each: { name: "options", type: "map", doc: "Options of the output.", keys: outputKeys, reference: "output" },
};

const vars: KeySpec = {
  name: "vars",
  type: "list",
  doc: "Values for templates: files (`params.yaml`, `params.yaml:train,test`) or maps of names and values.",
  item: { name: "value", type: "text or map", doc: "A file, or names with their values.", reference: "params file" },
};

/** Of one that is a map DVC's schema asks nothing more. */
const parameter: KeySpec = {
  name: "parameter",
  type: "text or map",
  doc: "A key of `params.yaml`, or a file with its keys.",
  reference: "parameter",
};

const plotOptions: KeySpec = { name: "plot options", type: "map", doc: "How the file is drawn.", keys: plotKeys, reference: "output" };

/** What a stage has that is no loop. */
export const stageKeys: readonly KeySpec[] = [
  { name: "cmd", type: "text or list", doc: "The command, or several that run one after another.", presence: "required" },
  text("wdir", "The folder that the command runs in, and that paths are relative to. Default: the one of this file.", "folder"),
  texts("deps", "Files and folders that the command reads. The stage runs again when one changes.", path),
  {
    name: "params",
    type: "list",
    doc: "Parameters that the command reads: keys of `params.yaml`, or `file: [keys]`. The stage runs again when a value changes.",
    item: {
      ...parameter,
      each: {
        name: "keys",
        type: "list of text",
        doc: "A params file, with those of its keys that the command reads; without any, all of them.",
        reference: "params file",
        item: text("key", "A key of the file.", "parameter"),
      },
    },
  },
  { name: "outs", type: "list", doc: "Files and folders that the command writes.", item: output },
  { name: "metrics", type: "list", doc: "Files with metrics that the command writes.", item: output },
  {
    name: "plots",
    type: "list",
    doc: "Files with data to plot that the command writes.",
    item: {
      name: "plot",
      type: "text or map",
      doc: "A path, or a path and how it is drawn.",
      reference: "output",
      each: { ...plotOptions, type: "map or list of maps", item: plotOptions },
    },
  },
  {
    name: "matrix",
    type: "map",
    doc: "Lists of values: the stage runs for every combination of them, and its templates have `item.name`.",
    each: { name: "values", type: "text or list", doc: "A list, or a template that names one." },
  },
  vars,
  onOff("frozen", "`true`: the stage is not run again, whatever changes."),
  onOff("always_changed", "`true`: the stage is run every time."),
  text("desc", "What the stage does, for people."),
  anything("meta", "Anything that your own tools want to know."),
];

/** A stage that is repeated has these two keys and no other. */
export const foreachKeys: readonly KeySpec[] = [
  {
    name: "foreach",
    type: "map or list or text",
    doc: "What the stage is repeated for: its templates have `item`, and `key` for a map.",
    presence: "required",
  },
  { name: "do", type: "map", doc: "The stage to repeat.", keys: stageKeys, presence: "required" },
];

export const stageSpec: KeySpec = { name: "stage", type: "map", doc: "A step of the pipeline.", keys: [...stageKeys, ...foreachKeys] };

const topPlot: KeySpec = {
  name: "plot",
  type: "map or nothing",
  doc: "How a plot is drawn.",
  reference: "file",
  keys: [
    {
      name: "x",
      type: "text or map",
      doc: "The field for the x axis, or a file with its field.",
      each: text("field", "A field of the file."),
    },
    {
      name: "y",
      type: "text or list of text or map",
      doc: "The fields for the y axis, or files with their fields.",
      item: text("field", "A field of the file."),
      each: { name: "fields", type: "text or list of text", doc: "Fields of the file.", item: text("field", "A field of the file.") },
    },
    ...plotTexts,
  ],
};

export const dvcYamlSpec: KeySpec = {
  name: "dvc.yaml",
  type: "map",
  doc: "The stages of a DVC pipeline.",
  keys: [
    { name: "stages", type: "map", doc: "The steps of the pipeline, by name.", each: stageSpec },
    vars,
    texts("params", "Files with parameters, for `dvc params diff` and experiments.", { ...ownPath, reference: "params file" }),
    texts("metrics", "Files with metrics, for `dvc metrics show`.", ownPath),
    {
      name: "plots",
      type: "list",
      doc: "Plots, for `dvc plots show`.",
      item: { name: "plot", type: "text or map", doc: "A file, or a plot by name.", reference: "file", each: topPlot },
    },
    {
      name: "artifacts",
      type: "map",
      doc: "Models and data that are worth a name.",
      each: { name: "artifact", type: "map", doc: "A model or data.", keys: [{ ...ownPath, presence: "required" }, ...annotationKeys] },
    },
    { name: "datasets", type: "list or map or text", doc: "Datasets that `dvc ds` keeps track of, in a list." },
  ],
};

const loopSpec: KeySpec = { ...stageSpec, keys: foreachKeys };
const plainStageSpec: KeySpec = { ...stageSpec, keys: stageKeys };

export const dvcYamlShape: Shape = {
  spec: dvcYamlSpec,
  /** A stage with `foreach` or `do` is a loop, and has no other keys. */
  specOf(node: YamlNode, spec: KeySpec): KeySpec {
    if (spec.name === parameter.name) return parameter;
    if (spec !== stageSpec) return spec;
    return entryOf(node, "foreach") !== undefined || entryOf(node, "do") !== undefined ? loopSpec : plainStageSpec;
  },
};

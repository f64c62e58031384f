import type { KeySpec } from "#registry/model/keySpec.ts";

const jsonDoc = "A list of columns as JSON in a text; MLflow writes it.";

const flavor: KeySpec = {
  name: "flavor",
  type: "map",
  doc: "How one library loads the model. Paths are relative to this file's folder.",
};

const pythonFunction: KeySpec = {
  name: "python_function",
  type: "map",
  doc: "How `mlflow.pyfunc.load_model` and model serving load the model.",
};

/** Keys that MLflow 3.17.2 writes into an `MLmodel` (`mlflow/models/model.py`); it keeps any other. */
export const mlmodelSpec: KeySpec = {
  name: "MLmodel",
  type: "map",
  doc: "A model as MLflow saved it.",
  each: { name: "key", type: "any", doc: "MLflow keeps it as it is." },
  keys: [
    { name: "artifact_path", type: "text", doc: "Where the model lies among the artifacts of its run." },
    { name: "run_id", type: "text", doc: "The run that made the model." },
    { name: "model_id", type: "text", doc: "Id of the logged model." },
    { name: "model_uuid", type: "text", doc: "Id of this saving of the model." },
    { name: "utc_time_created", type: "text", doc: "When the model was saved, in UTC." },
    { name: "mlflow_version", type: "text", doc: "The MLflow that saved the model." },
    { name: "model_size_bytes", type: "number", doc: "Size of the files, in bytes." },
    { name: "flavors", type: "map", doc: "Ways to load the model, by library.", keys: [pythonFunction], each: flavor },
    {
      name: "signature",
      type: "map",
      doc: "What the model takes and gives.",
      keys: [
        { name: "inputs", type: "text", doc: jsonDoc },
        { name: "outputs", type: "text", doc: jsonDoc },
        { name: "params", type: "text", doc: jsonDoc },
      ],
    },
    { name: "saved_input_example_info", type: "map", doc: "The input example that was saved with the model." },
    { name: "metadata", type: "map", doc: "What the author of the model added." },
  ],
};

import { metricsLogged } from "../../python/loggedMetrics.ts";
import type { Format } from "../format.ts";
import { type PythonModel, readPython } from "./model.ts";
import { pythonRules } from "./rules/rules.ts";

/** Python, in files and in the cells of notebooks: the models and runs that its strings name, and the metrics that it logs. */
export const pythonFormat: Format<PythonModel> = {
  id: ".py",
  language: { patterns: [], spokenBy: ["python"], activatesOn: [] },
  matches: (name) => name.endsWith(".py"),
  onlyOpen: true,
  read: readPython,
  spec: { name: ".py", type: "text", doc: "A program. Nothing is said of it but which models and runs its strings name." },
  rules: pythonRules,
  registered: ({ uris }) => uris,
  // It has no names that other files know, but may be one of the params files that they name.
  mentions: () => [],
  metricsLogged,
};

import type { Lens } from "../lens.ts";
import type { MlprojectModel } from "./model.ts";

/** Entry points that MLflow can start by name. */
export const mlprojectLens: Lens<MlprojectModel> = {
  runnables: ({ entryPoints }) =>
    entryPoints
      .filter(({ name, command }) => name.text !== "" && command !== undefined)
      .map(({ name, parameters }) => ({
        ...{ name: name.text, kind: "entryPoint", at: { start: name.start, end: name.end } },
        asks: parameters.filter((each) => each.type !== undefined && each.default === undefined).map(({ asked }) => asked),
      })),
};

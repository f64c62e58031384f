import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf, stringOf, type YamlNode } from "../../yamlTree.ts";
import type { MlprojectModel } from "../model.ts";
import { isPythonFalse } from "../pythonTruth.ts";

/**
 * `docker_env` is incomplete or has values of the wrong type.
 *
 * MLflow needs `image`; `volumes` is a list of text; `environment` is a list of names (copied from the host) or `[name, value]` pairs.
 *
 * Wrong:
 * ```yaml
 * docker_env:
 *   volumes: "/a:/a"
 * ```
 * Right:
 * ```yaml
 * docker_env:
 *   image: python:3.12
 *   volumes: ["/a:/a"]
 *   environment: ["TOKEN", ["MODE", "train"]]
 * ```
 */
export const mlprojectDockerEnv: Rule<MlprojectModel> = {
  code: "mlproject-docker-env",
  severity: "error",
  *check({ environments }) {
    const docker = environments.find((entry) => entry.key.text === "docker_env");
    if (docker?.value.kind !== "map" || docker.value.entries.length === 0) return;
    const image = entryOf(docker.value, "image");
    if (image === undefined) yield finding(docker.key, "`docker_env` needs `image`.");
    else if (isPythonFalse(image.value)) yield finding(image.key, "`image` is empty. Name the image to run in.");
    const volumes = entryOf(docker.value, "volumes")?.value;
    if (volumes && !isPythonFalse(volumes) && !isListOf(volumes, (item) => stringOf(item) !== undefined)) {
      yield finding(volumes, "`volumes` is a list of text, such as `[/local:/mount]`.");
    }
    const environment = entryOf(docker.value, "environment")?.value;
    if (
      environment &&
      !isPythonFalse(environment) &&
      !isListOf(environment, (item) => item.kind === "list" || stringOf(item) !== undefined)
    ) {
      yield finding(environment, "`environment` is a list of names or `[name, value]` pairs.");
    }
  },
};

function isListOf(node: YamlNode, holds: (item: YamlNode) => boolean): boolean {
  return node.kind === "list" && node.items.every(holds);
}

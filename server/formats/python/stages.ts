/** MLflow's stages; any case, as MLflow takes them (3.17.2, `entities/model_registry/model_version_stages.py`). */
export const stages = ["None", "Staging", "Production", "Archived"];

export function isStage(word: string): boolean {
  return stages.some((stage) => stage.toLowerCase() === word.toLowerCase());
}

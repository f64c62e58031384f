import type { KeySpec } from "#registry/model/keySpec.ts";
import { gateKinds } from "#registry/promotion/gates/kinds.ts";

const gate: KeySpec = {
  name: "gate",
  type: "map",
  doc: "One condition that must hold before a version enters the environment.",
  keys: gateKinds.flatMap((kind) => kind.keys),
};

const gates: KeySpec = {
  name: "gates",
  type: "map of lists",
  doc: "Gates by environment.",
  each: {
    name: "environment",
    type: "list of gates",
    doc: "Gates that must pass before a version enters this environment.",
    item: gate,
    reference: "environment",
  },
};

const environment: KeySpec = {
  name: "environment",
  type: "map",
  doc: "A place that versions are promoted to. The order of the file is the order of promotion; versions are born in the first.",
  reference: "environment",
  keys: [
    {
      name: "alias",
      type: "text",
      doc: "Registry alias of the version that is in this environment.",
      reference: "alias",
      presence: "usual",
    },
    {
      name: "stage",
      type: "text",
      doc: "MLflow's deprecated stage, for registries without aliases.",
      values: ["Staging", "Production"],
      meanings: { Staging: "MLflow's stage for what is tried out.", Production: "MLflow's stage for what is in use." },
    },
    { name: "model", type: "text", doc: "A registered model per environment: `prod.{model}`. Not supported by this version of Slipway." },
    { name: "approvals", type: "whole number", default: "0", doc: "How many people must approve.", presence: "usual" },
    {
      name: "approvers",
      type: "list of text",
      default: "anyone",
      doc: "Who may approve: Git `user.email`, compared without case.",
      item: { name: "approver", type: "text", doc: "An e-mail address." },
    },
    {
      name: "selfApproval",
      type: "true or false",
      default: "true",
      doc: "May people approve their own request?",
      values: ["true", "false"],
      meanings: { true: "Who asked may approve.", false: "Somebody else has to approve." },
    },
    {
      name: "apply",
      type: "`onApproval`, `manual` or `ci`",
      default: "onApproval",
      doc: "Who carries out what was approved: the last approval at once, a person, or CI (`slipway promote apply`).",
      values: ["onApproval", "manual", "ci"],
      meanings: {
        onApproval: "With the last approval, at once.",
        manual: "A person presses Apply.",
        ci: "`slipway promote apply` does it, in a pipeline.",
      },
    },
  ],
};

/** Every key of `slipway.yaml`, policy version 1. */
export const policySpec: KeySpec = {
  name: "slipway.yaml",
  type: "map",
  doc: "The team's promotion policy.",
  keys: [
    { name: "version", type: "`1`", doc: "Version of this file's format, required.", values: ["1"], presence: "required" },
    {
      name: "registry",
      type: "text",
      default: "found by itself",
      doc: "Where the registry is, as an MLflow URI: `http://host:5000`, `sqlite:///path/mlflow.db`.",
    },
    { name: "environments", type: "map", doc: "Environments in order of promotion, required.", each: environment, presence: "required" },
    { ...gates, doc: "Gates for every model, by environment.", presence: "usual" },
    {
      name: "models",
      type: "map",
      default: "{}",
      doc: "What single models add, by registered model.",
      each: { name: "model", type: "map", doc: "What this registered model adds to the policy.", keys: [gates], reference: "model" },
    },
  ],
};

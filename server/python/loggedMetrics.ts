import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import type { LoggedMetric } from "../formats/format.ts";
import { longestProgram } from "./longest.ts";
import { readPythonString } from "./pythonString.ts";

/**
 * The metrics that a Python file logs under names that stand in it: `mlflow.log_metric("auc", …)`, `client.log_metric(run, "auc", …)`,
 * `log_metrics({"auc": …})`. Names that are worked out are left out.
 */
export function metricsLogged(text: string): LoggedMetric[] {
  if (!text.includes("log_metric") || text.length > longestProgram) return [];
  const found: LoggedMetric[] = [];
  const named = (node: SyntaxNode | undefined): void => {
    const name = node?.name === "String" ? readPythonString(text.slice(node.from, node.to)) : undefined;
    if (name !== undefined && name !== "" && node !== undefined) found.push({ name, offset: node.from });
  };
  parser.parse(text).iterate({
    enter({ name, node }) {
      const call = name === "CallExpression" ? callOf(node, text) : undefined;
      if (call?.method === "log_metric") named(metricOf(call));
      if (call?.method === "log_metrics")
        for (const each of [...call.positional, call.keywords.get("metrics")]) keysOf(each).forEach(named);
    },
  });
  return found;
}

interface Call {
  readonly method: string;
  /** `mlflow` in `mlflow.log_metric`; empty: it is called by itself. */
  readonly of: string;
  readonly positional: readonly SyntaxNode[];
  readonly keywords: ReadonlyMap<string, SyntaxNode>;
}

function callOf(node: SyntaxNode, text: string): Call | undefined {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  const property = callee?.name === "MemberExpression" ? callee.lastChild : callee;
  if (callee === null || list === null || property === null || property === undefined) return undefined;
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  for (let child = list.firstChild; child !== null; child = child.nextSibling) {
    if (!/^[A-Z]/.test(child.name) || child.name === "Comment") continue;
    const equals = child.nextSibling;
    const value = equals?.name === "AssignOp" ? equals.nextSibling : null;
    if (value === null) positional.push(child);
    else {
      keywords.set(text.slice(child.from, child.to), value);
      child = value;
    }
  }
  const of = callee === property ? "" : text.slice(callee.from, callee.firstChild?.to ?? callee.from);
  return { method: text.slice(property.from, property.to), of, positional, keywords };
}

/** `mlflow` takes the name first, a client after the run. */
function metricOf({ of, positional: [first, second], keywords }: Call): SyntaxNode | undefined {
  const given = keywords.get("key");
  if (given !== undefined) return given;
  return of !== "" && of !== "mlflow" && second?.name === "String" ? second : first;
}

function keysOf(node: SyntaxNode | undefined): SyntaxNode[] {
  if (node?.name !== "DictionaryExpression") return [];
  return node.getChildren("String").filter((each) => each.nextSibling?.name === ":");
}

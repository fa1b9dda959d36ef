import type { Action } from "../../domain/action.ts";
import type { Verdict } from "../../domain/decision.ts";
import type { JsonObject } from "../../domain/json.ts";
import { brief } from "./expect.ts";
import type { JudgedCase } from "./judge.ts";

/** What a decision came to, for whoever expected otherwise: the verdict, and what the call was taken for. */
export function showJudged({ verdict, action }: JudgedCase): readonly string[] {
  return [...showVerdict(verdict), ...showAction(action)];
}

function showVerdict({ effect, reasons, obligations, approval, grant, session }: Verdict): readonly string[] {
  return [
    row("effect", effect),
    ...reasons.map(({ code, message, rule }) => row("reason", `${code} (${rule}): ${message}`)),
    ...obligations.map(({ type, fulfillment, ...more }) =>
      row("obligation", [type, fulfillment, brief(more as never).replace(/^\{\}$/, "")].join(" ").trimEnd()),
    ),
    ...(approval === undefined ? [] : [row("approval", brief(approval as unknown as JsonObject))]),
    ...(grant === undefined ? [] : [row("grant", brief({ ...grant, scopes: [...grant.scopes] }))]),
    ...(session.add_labels.length === 0 ? [] : [row("labels", session.add_labels.join(", "))]),
  ];
}

function showAction(action: Action): readonly string[] {
  const { tool, resource, destinations, amount } = action;
  const parts = [
    action.verb,
    action.tier,
    resource?.uri,
    amount === undefined ? undefined : `${amount.value} ${amount.currency}`.trimEnd(),
    destinations.length === 0 ? undefined : `to ${destinations.map(({ value }) => value).join(", ")}`,
    action.parse === "complete" ? undefined : `parse: ${action.parse}`,
  ].filter((part) => part !== undefined);
  const known = tool.known ? "" : " (not in the catalogue)";
  return [row("action", parts.join("  ")), row("tool", `${tool.server}/${tool.name}${known}`)];
}

function row(name: string, value: string): string {
  return `${name.padEnd(11)}${value}`;
}

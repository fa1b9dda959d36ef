import { stickyKey } from "../bundles/share.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { Brought } from "../domain/record.ts";
import type { Admission } from "../domain/request.ts";
import type { DecisionReader } from "../ports/record-store.ts";
import type { ValueMemory } from "../ports/value-store.ts";
import { leavesOfValue } from "../provenance/literal.ts";
import { restOf, saidBy, saidByTool } from "../provenance/results.ts";
import type { ActiveBundle } from "./deps.ts";

interface RememberDeps {
  readonly decisions: DecisionReader;
  readonly values: ValueMemory;
  readonly bundle: (tenant: string, key: string, nowMs: number) => ActiveBundle;
}

/** Remembers what a call's result said, by what the catalogue says of its tool; the decision knows which tool that was. */
export async function rememberResult(
  { decisions, values, bundle }: RememberDeps,
  id: string,
  { text, cut, values: seen }: Brought,
  told: "recorded" | "repeated",
  { tenant, now_ms }: Admission,
): Promise<void> {
  if (text === "" && seen.length === 0) return;
  const decided = await decisions.get(tenant, id);
  if (decided === undefined || decided.session === "" || decided.dry_run) return;
  const { agent, session, task, tool, verb } = decided;
  const { catalogue } = bundle(tenant, stickyKey(session, agent, task), now_ms);
  const slash = tool.indexOf("/");
  const entry = catalogue.find(tool.slice(0, Math.max(0, slash)), tool.slice(slash + 1));
  const results = entry?.results;
  // A tool that was not to run has returned nothing, and none returns something else the second time: that is anybody's text.
  const believed = told === "recorded" && decided.effect !== "block";
  const said = [
    ...(believed
      ? saidByTool(text, {
          verb,
          tool,
          decision_id: id,
          asked: argumentsOf(decided.input),
          ...(results === undefined ? {} : { results }),
        })
      : []),
    ...(believed || text === "" ? [] : [saidBy("tool_output", text, { tool, decision_id: id })]),
    ...(cut ? [restOf({ tool, decision_id: id })] : []),
    ...(seen.length === 0 ? [] : [saidBy("tool_output", seen.join("\n"), { tool, decision_id: id })]),
  ];
  await values.remember(tenant, session, said, now_ms);
}

/** What the call was made with, as far as the record has it. */
function argumentsOf(input: string): readonly string[] {
  const value = JSON.parse(input) as JsonValue;
  const args = isJsonObject(value) ? value["arguments"] : undefined;
  return args === undefined ? [] : leavesOfValue(args).map(({ text }) => text);
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/domain/json.ts";
import { compile, rego } from "../../unit/opa/fixture.ts";

/**
 * What the tests of gateways are judged by. What keeps MCP going passes for a proven agent; of tools, reading an issue does, a comment with a
 * verified intent or in a repository that everybody may write to, and a search where the gateway redacts. All else is blocked.
 */
const DECISION =
  'decision := {"effect": effect, "reasons": [{"code": code, "message": concat(": ", [code, input.action.verb])}], "obligations": obligations}';

const RULES = `
proven if input.agent.verified
proven if input.environment == "development"

tool := object.get(input, ["action", "tool", "name"], "")
uri := object.get(input, ["action", "resource", "uri"], "")

code := "agent_missing" if not proven
else := "protocol" if startswith(input.action.verb, "protocol.")
else := "reading" if tool == "get_issue"
else := "comment_with_intent" if { tool == "add_issue_comment"; input.intent.verified }
else := "comment_in_the_open" if { tool == "add_issue_comment"; object.get(input, ["arguments", "owner"], "") == "everybody" }
else := "search" if tool == "search_code"
else := "public_page" if { input.action.verb == "http.request"; endswith(uri, "/mcp/public") }
UNSEEN
else := "forbidden"

effect := "block" if code in {"agent_missing", "forbidden"}
else := "allow"

obligations := [{"type": "redact", "fulfillment": "required", "paths": ["/content"]}] if tool == "search_code"
else := []
`;

/** For gateways that show no bodies: whoever is proven may talk to the MCP server, where nothing is said of what. */
const UNSEEN = 'else := "unseen" if { input.action.verb == "http.request"; endswith(trim_suffix(uri, "/"), "/mcp") }';

export const POLICY = rego(DECISION, RULES.replace("UNSEEN\n", ""));
export const POLICY_OF_HEADS = rego(DECISION, RULES.replace("UNSEEN", UNSEEN));

/** The part of the catalogue that tells the tools of the MCP server of mcp-server.ts. */
const CATALOGUE = resolve("rego", "catalog", "github", "data.yaml");

function githubCatalogue(): JsonObject {
  return { catalog: { github: parse(readFileSync(CATALOGUE, "utf8"), { merge: true }) as JsonObject } };
}

/** Writes the bundle to a folder below `dir`. @returns the folder */
export function writePolicy(dir: string, policy = POLICY, data: JsonObject = githubCatalogue()): string {
  const bundle = join(dir, "policy");
  mkdirSync(bundle, { recursive: true });
  for (const [name, bytes] of compile(policy, data)) writeFileSync(join(bundle, name), bytes);
  return bundle;
}

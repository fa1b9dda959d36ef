import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpartOf, programOf, titled } from "../../support/counterpart.ts";
import { connectMcp } from "../../support/gateways/client.ts";
import { exampleFile, filledIn } from "../../support/gateways/config.ts";
import { breakWrit, startFault } from "../../support/gateways/faults.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { rego } from "../../unit/opa/fixture.ts";

const toolhive = counterpartOf("test-gateways", "toolhive");

/** Reads issues and writes comments for agent-1, when all of a call is shown; what is found goes nowhere. */
const POLICY = rego(
  `decision := {"effect": effect, "reasons": [{"code": effect, "message": "as the test wants it"}], "obligations": obligations}`,
  `
default effect := "block"

effect := "allow" if { input.agent.id == "agent-1"; passes }

passes if startswith(input.action.verb, "protocol.")
passes if { input.action.tool.name in {"get_issue", "add_issue_comment"}; input.action.parse == "complete" }

default obligations := []

obligations := [{"type": "redact", "fulfillment": "required", "paths": [finding.path | some finding in input.findings]}] if {
  count(input.findings) > 0
}
`,
);
/** Split, so that no scanner takes this file for the place of a key. */
const KEY = `AKIA${"IOSFODNN7EXAMPL2"}`;
const CLAIMS = { sub: "agent-1" };
const GOES_ON = { reached: true };
const DENIED = { status: 403, reached: false };
const dir = mkdtempSync(join(tmpdir(), "writ-toolhive-"));
const secretFile = join(dir, "webhook-secret");

let upstream: McpServer;
let writ: GatewayWrit;

describe.skipIf(toolhive.missing !== undefined)(titled("ToolHive", toolhive), () => {
  beforeAll(async () => {
    writeFileSync(secretFile, randomBytes(32).toString("hex"));
    [upstream, writ] = await Promise.all([startMcpServer(), startExample()]);
  });

  afterAll(async () => {
    await Promise.all([upstream?.close(), writ?.stop()]);
    rmSync(dir, { recursive: true, force: true });
  });

  describe("its authorizer", () => {
    test.each([
      { tool: "get_issue", claims: CLAIMS, outcome: GOES_ON },
      { tool: "merge_pull_request", claims: CLAIMS, outcome: DENIED },
      { tool: "get_issue", claims: { sub: "agent-2" }, outcome: DENIED },
      { tool: "get_issue", claims: undefined, outcome: DENIED },
    ])("has a call of $tool by $claims come to $outcome", async ({ tool, claims, outcome }) => {
      const gateway = await gatewayWith({ authorizer: authorizer(), ...(claims === undefined ? {} : { claims }) });
      expect(await callOf(gateway, tool, { owner: "a" })).toMatchObject(outcome);
    });

    test("shows no arguments unless it is told to: such a call is not judged as one without any", async () => {
      const config = JSON.parse(JSON.stringify(authorizer()).replace('"include_args":true', '"include_args":false'));
      const strict = await startExample({ absent_arguments: "unknown" });
      onTestFinished(async () => {
        await strict.stop();
      });
      const gateway = await gatewayWith({ authorizer: at(config, strict), claims: CLAIMS });
      expect(await callOf(gateway, "get_issue", { owner: "a" })).toMatchObject(DENIED);
    });

    test("has a real client list what may be called, and call it", async () => {
      const gateway = await gatewayWith({ authorizer: authorizer(), claims: CLAIMS });
      const { client, callTool, close } = await connectMcp(`${gateway}/mcp`, {});
      onTestFinished(close);
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["get_issue", "add_issue_comment"]);
      expect(await callTool("get_issue", { owner: "a" })).toEqual({ text: "get_issue done" });
      expect((await callTool("merge_pull_request", { owner: "a" })).error).toContain("Unauthorized");
    });
  });

  describe("its webhooks", () => {
    test.each([
      { kind: "validating", tool: "get_issue", outcome: GOES_ON },
      { kind: "validating", tool: "merge_pull_request", outcome: DENIED },
      { kind: "mutating", tool: "get_issue", outcome: GOES_ON },
      { kind: "mutating", tool: "merge_pull_request", outcome: DENIED },
    ] as const)("$kind, have a call of $tool come to $outcome", async ({ kind, tool, outcome }) => {
      const gateway = await gatewayWith({ [kind]: webhooks(kind), claims: CLAIMS });
      expect(await callOf(gateway, tool, { owner: "a" })).toMatchObject(outcome);
      const [record] = await writ.records();
      expect(record).toMatchObject({ caller: { id: "toolhive", protocol: "toolhive" } });
    });

    test("take secrets out of what they may change", async () => {
      const gateway = await gatewayWith({ mutating: webhooks("mutating"), claims: CLAIMS });
      const body = `the key ${KEY} is mine`;
      expect(await callOf(gateway, "add_issue_comment", { owner: "a", body })).toMatchObject(GOES_ON);
      const sent = upstream.reached.at(-1)?.body ?? "";
      expect(JSON.parse(sent)["params"]["arguments"]).toEqual({ owner: "a", body: "the key [REDACTED] is mine" });
    });

    test("block what they may not change, where that is required", async () => {
      const gateway = await gatewayWith({ validating: webhooks("validating"), claims: CLAIMS });
      expect(await callOf(gateway, "add_issue_comment", { body: KEY })).toMatchObject(DENIED);
    });

    test("are a no with a signature by another secret, even where failures are ignored", async () => {
      const other = join(dir, "other-secret");
      writeFileSync(other, randomBytes(32).toString("hex"));
      const changed = { hmac_secret_ref: other, failure_policy: "ignore" };
      const gateway = await gatewayWith({ validating: webhooks("validating", changed), claims: CLAIMS });
      expect(await callOf(gateway, "get_issue", { owner: "a" })).toMatchObject(DENIED);
    });

    test("are asked nothing about a body that is said to be no JSON: only the authorizer refuses it", async () => {
      const alone = await gatewayWith({ validating: webhooks("validating"), claims: CLAIMS });
      const both = await gatewayWith({ validating: webhooks("validating"), authorizer: authorizer(), claims: CLAIMS });
      const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "merge_pull_request" } };
      const before = upstream.reached.length;
      await send(alone, message, "text/plain");
      expect(upstream.reached).toHaveLength(before + 1);
      expect((await send(both, message, "text/plain")).status).toBe(400);
      expect(upstream.reached).toHaveLength(before + 1);
    });
  });

  describe("when Writ does not answer", () => {
    test.each(["slow", "error", "garbage", "closed", "redirect"] as const)("(%s), nothing goes on", async (fault) => {
      const faulty = await startFault(fault);
      onTestFinished(() => faulty.close());
      const gateways = await Promise.all([
        gatewayWith({ authorizer: at(impatient(authorizer()), faulty), claims: CLAIMS }),
        gatewayWith({ validating: at(impatient(webhooks("validating")), faulty), claims: CLAIMS }),
        gatewayWith({ mutating: at(impatient(webhooks("mutating")), faulty), claims: CLAIMS }),
      ]);
      for (const gateway of gateways) {
        const asked = faulty.asked();
        const answer = await callOf(gateway, "get_issue", { owner: "a" });
        expect(answer.reached).toBe(false);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(faulty.asked()).toBeGreaterThan(asked);
      }
    });

    test.each(["killed", "paused"] as const)("(%s), nothing goes on", async (fault) => {
      const other = await startExample();
      const gateway = await gatewayWith({ authorizer: at(authorizer(), other), claims: CLAIMS });
      expect(await callOf(gateway, "get_issue", { owner: "a" })).toMatchObject(GOES_ON);
      const hurried = await gatewayWith({ authorizer: at(impatient(authorizer()), other), claims: CLAIMS });
      const mend = await breakWrit(fault, other);
      expect(await callOf(hurried, "get_issue", { owner: "a" })).toMatchObject(DENIED);
      mend();
      await other.stop();
    });

    test("everything goes on by a webhook that is told to ignore that", async () => {
      const faulty = await startFault("closed");
      onTestFinished(() => faulty.close());
      const ignoring = at(webhooks("validating", { failure_policy: "ignore" }), faulty);
      const gateway = await gatewayWith({ validating: ignoring, claims: CLAIMS });
      expect(await callOf(gateway, "merge_pull_request", {})).toMatchObject(GOES_ON);
    });
  });
});

/** What the guide says of Writ's configuration, but for the secrets. */
function startExample(changes: JsonObject = {}): Promise<GatewayWrit> {
  const { callers, protocols } = parse(exampleFile("toolhive", "writ.yaml")) as {
    readonly callers: { readonly toolhive: JsonObject };
    readonly protocols: { readonly toolhive: JsonObject };
  };
  const { token_sha256: _, ...caller } = callers.toolhive;
  const settings = { ...protocols.toolhive, webhook_secret_file: secretFile, ...changes };
  return startGatewayWrit({
    policy: POLICY,
    callers: { toolhive: caller },
    env: { WRIT_PROTOCOLS: JSON.stringify({ toolhive: settings }) },
  });
}

const SECRET = "the-secret-of-the-caller";

function authorizer(): JsonObject {
  const text = filledIn(exampleFile("toolhive", "authorizer.json"), {
    [SECRET]: writ.secrets["toolhive"] as string,
    "127.0.0.1:8181": writ.address,
  });
  return JSON.parse(text) as JsonObject;
}

function webhooks(kind: "validating" | "mutating", changes: JsonObject = {}): JsonObject {
  const text = filledIn(exampleFile("toolhive", "webhooks.json"), {
    [SECRET]: writ.secrets["toolhive"] as string,
    "127.0.0.1:8181": writ.address,
    "/run/secrets/toolhive-webhook": secretFile,
  });
  const {
    webhooks: [webhook],
  } = JSON.parse(text) as { webhooks: [JsonObject] };
  const url = kind === "mutating" ? webhook["url"] : String(webhook["url"]).replace("/mutating", "");
  return { webhooks: [{ ...webhook, url: url ?? "", ...changes }] };
}

/** The same configuration, as impatient as ToolHive can be: for a Writ from which no answer comes. */
function impatient(config: JsonObject): JsonObject {
  const text = JSON.stringify(config);
  return JSON.parse(
    text.replace('"timeout":10', '"timeout":1').replace('"timeout":"10s"', '"timeout":"1s"'),
  ) as JsonObject;
}

/** The same configuration, with another address in Writ's place, and that one's secret. */
function at(
  config: JsonObject,
  other: { readonly address: string; readonly secrets?: Readonly<Record<string, string>> },
): JsonObject {
  const secret = other.secrets?.["toolhive"] ?? (writ.secrets["toolhive"] as string);
  const text = JSON.stringify(config).replaceAll(writ.address, other.address);
  return JSON.parse(text.replaceAll(writ.secrets["toolhive"] as string, secret)) as JsonObject;
}

/** @returns where ToolHive's middlewares listen, before the MCP server */
async function gatewayWith(config: JsonObject): Promise<string> {
  const whole = {
    upstream: `http://${upstream.address}`,
    server: "github",
    transport: "streamable-http",
    ...withNames(config),
  };
  const child = spawn(programOf(toolhive), [JSON.stringify(whole)], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return line;
}

/** ToolHive's runner adds these to what is configured. */
function withNames(config: JsonObject): JsonObject {
  const named = { server_name: "github", transport: "streamable-http" };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      return [key, key === "validating" || key === "mutating" ? { ...(value as JsonObject), ...named } : value];
    }),
  );
}

/** Outside of a session the server answers every call with an error of its own: what counts is whether the call came there. */
async function callOf(gateway: string, name: string, args: JsonObject) {
  const before = upstream.reached.length;
  const { status } = await send(gateway, {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name, arguments: args },
  });
  return { status, reached: upstream.reached.length > before };
}

async function send(gateway: string, message: JsonObject, type = "application/json") {
  const response = await fetch(`${gateway}/mcp`, {
    method: "POST",
    headers: { "content-type": type, accept: "application/json, text/event-stream" },
    body: JSON.stringify(message),
  });
  await response.body?.cancel();
  return { status: response.status };
}

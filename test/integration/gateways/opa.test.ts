import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { OPAClient } from "@open-policy-agent/opa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { OPA } from "../../support/bundles.ts";
import { type FaultyWrit, startFault } from "../../support/gateways/faults.ts";
import { type GatewayProcess, startProcess } from "../../support/gateways/process.ts";
import { freePort } from "../../support/ports.ts";
import { readFile, request } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";
import { COMPARED, type ComparedRequest } from "./opa-requests.ts";

/** Allows what the tests ask Writ to allow; a real OPA needs no more to show how it answers. */
const POLICY = `package writ.main
decision := {"effect": "allow", "reasons": []} if input.call.server
allow := true if input.call.server
`;
const FORBIDDEN = request("nowhere", "anything", {});

let writ: RunningWrit;
let opa: GatewayProcess;
let opaUrl: string;
const dir = mkdtempSync(join(tmpdir(), "writ-opa-"));

beforeAll(async () => {
  writeFileSync(join(dir, "policy.rego"), POLICY);
  const port = await freePort();
  opaUrl = `http://127.0.0.1:${port}`;
  const args = ["run", "--server", "--addr", `127.0.0.1:${port}`, "--log-level", "error", join(dir, "policy.rego")];
  [writ, opa] = await Promise.all([
    sharedService({ WRIT_PROTOCOLS: JSON.stringify({ opa: { documents: ["catalog/gmail"] } }), WRIT_WORKERS: "1" }),
    startProcess(OPA, args, port),
  ]);
});

afterAll(async () => {
  await opa?.stop();
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe("OPA's own client", () => {
  test("evaluates a decision, and a part of one", async () => {
    const client = new OPAClient(writ.http);
    const decision = await client.evaluate<object, { effect: string; decision_id: string }>(
      "writ/main/decision",
      readFile(),
    );
    expect(decision).toMatchObject({ effect: "allow", recorded: "committed", action: { verb: "file.read" } });
    expect(await client.evaluate("writ/main/allow", readFile())).toBe(true);
    expect(await client.evaluate("writ/main/decision/reasons/0/code", FORBIDDEN)).toBe("tool_unknown");
    expect(await client.evaluate("writ/main/allow", FORBIDDEN)).toBe(false);
    const stored = await fetch(`${writ.http}/v1/decisions/${decision.decision_id}`);
    expect(await stored.json()).toMatchObject({ caller: { protocol: "opa" }, decision: { effect: "allow" } });
  });

  test("evaluates the default decision, raw", async () => {
    expect(await new OPAClient(writ.http).evaluateDefault(readFile())).toMatchObject({ effect: "allow" });
  });

  test("evaluates a batch; a broken input spoils no other", async () => {
    const client = new OPAClient(writ.http);
    const good = { a: readFile(), b: FORBIDDEN };
    expect(await client.evaluateBatch("writ/main/allow", good)).toEqual({ a: true, b: false });
    const mixed = await client.evaluateBatch("writ/main/allow", { ...good, c: { call: 1 } });
    expect(mixed).toMatchObject({ a: true, b: false, c: { code: "invalid_parameter" } });
    await expect(client.evaluateBatch("writ/main/allow", { c: { call: 1 } })).rejects.toThrow();
  });

  test("what is undefined, or has no input, is no yes", async () => {
    const client = new OPAClient(writ.http);
    expect(await client.evaluate("writ/main/nothing", readFile())).toBeUndefined();
    expect(await client.evaluate("writ/main/allow")).toBeUndefined();
    expect(await client.evaluate("data/anything/else", readFile())).toBeUndefined();
  });

  test("an input that cannot be read rejects, and names the field", async () => {
    const asked = new OPAClient(writ.http).evaluate("writ/main/allow", { ...readFile(), agents: {} });
    await expect(asked).rejects.toThrow("/input/agents");
  });

  test("reads the documents that the configuration names, and nothing else of the bundle", async () => {
    const client = new OPAClient(writ.http);
    expect(await client.evaluate("catalog/gmail/server")).toBe("gmail");
    for (const path of ["catalog", "catalog/github", "settings", "agents", "writ", "system"]) {
      expect(await client.evaluate(path)).toBeUndefined();
    }
  });

  test("the state of bundles", async () => {
    const answer = (await (await fetch(`${writ.http}/v1/status`)).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({
      result: { bundles: { default: { active_revision: expect.stringMatching(/./) as string } } },
    });
  });

  test.each(["error", "garbage", "closed", "redirect"] as const)("rejects where Writ is %s", async (fault) => {
    const faulty: FaultyWrit = await startFault(fault);
    try {
      await expect(new OPAClient(`http://${faulty.address}`).evaluate("writ/main/allow", readFile())).rejects.toThrow();
      expect(faulty.asked()).toBeGreaterThan(0);
    } finally {
      await faulty.close();
    }
  });

  test("rejects where nobody listens", async () => {
    const client = new OPAClient(`http://127.0.0.1:${await freePort()}`);
    await expect(client.evaluate("writ/main/allow", readFile())).rejects.toThrow();
  });
});

describe("side by side with OPA", () => {
  test.each(COMPARED.filter(({ unlike }) => unlike === undefined))("$name", async (compared) => {
    expect(await seen(writ.http, compared)).toEqual(await seen(opaUrl, compared));
  });

  test.each(COMPARED.filter(({ unlike }) => unlike !== undefined))("otherwise on purpose: $name", async (compared) => {
    const [ours, theirs] = [await seen(writ.http, compared), await seen(opaUrl, compared)];
    expect(ours).not.toEqual(theirs);
    expect([ours.status, ours.result]).toEqual([compared.unlike?.status, undefined]);
  });
});

/** What a client sees of an answer: status, type, the names of its fields, its code and its result. */
async function seen(base: string, { method = "POST", path, body, headers }: ComparedRequest) {
  const text = JSON.stringify(readFile());
  const filled = body?.replace("$INPUT", text);
  const zipped = headers?.["content-encoding"] === "gzip";
  const response = await fetch(base + path.replace("$INPUT", encodeURIComponent(text)), {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(filled === undefined ? {} : { body: zipped ? gzipSync(filled) : filled }),
  });
  const answer = (await response.text()).trim();
  const value = answer.startsWith("{") ? (JSON.parse(answer) as Record<string, unknown>) : undefined;
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    // Each decision has an id here; OPA has one where it logs decisions.
    fields:
      value === undefined
        ? answer
        : Object.keys(value)
            .filter((name) => name !== "decision_id" && name !== "errors")
            .sort(),
    code: value?.["code"],
    warning: value?.["warning"],
    result: path === "/v1/config" ? typeof value?.["result"] : value?.["result"],
  };
}

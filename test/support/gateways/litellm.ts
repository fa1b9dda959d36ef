import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHttpServer } from "../../../tools/http-server.ts";
import { freePort } from "../ports.ts";
import { exampleFile, filledIn } from "./config.ts";
import { startProcess } from "./process.ts";

/** What the model wants to call: names and arguments, as text. */
export type WantedCalls = readonly (readonly [name: string, args: string])[];

export interface LiteLlm {
  /** Has the model want these calls. @returns the status, and what its client gets */
  ask(wanted: WantedCalls, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  stop(): Promise<void>;
}

/** The real proxy with the example's configuration, in front of a model that says what a test tells it. */
export async function startLiteLlm(python: string, writ: string, secret: string): Promise<LiteLlm> {
  let wanted: WantedCalls = [];
  const model = await startHttpServer((_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(completion(wanted)));
  });
  const dir = mkdtempSync(join(tmpdir(), "litellm-"));
  const port = await freePort();
  const config = join(dir, "config.yaml");
  const text = exampleFile("litellm", "config.yaml");
  writeFileSync(config, filledIn(text, { "http://127.0.0.1:9999": model.url, "http://127.0.0.1:8181": writ }));
  const key = `sk-${randomBytes(18).toString("base64url")}`;
  const stop = async () => {
    await model.close();
    rmSync(dir, { recursive: true, force: true });
  };
  const run = ["-c", "from litellm import run_server; run_server()"];
  const args = [...run, "--config", config, "--host", "127.0.0.1", "--port", String(port)];
  const env = {
    HOME: dir,
    LITELLM_MASTER_KEY: key,
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
    OPENAI_API_KEY: "of-the-scripted-model",
    WRIT_AUTHORIZATION: `Bearer ${secret}`,
  };
  const proxy = await startProcess(python, args, port, env).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ask: async (calls, headers = {}) => {
      wanted = calls;
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        body: JSON.stringify({ model: "agent-model", messages: [{ role: "user", content: "go on" }] }),
      });
      return { status: response.status, text: await response.text() };
    },
    stop: async () => {
      await proxy.stop();
      await stop();
    },
  };
}

function completion(wanted: WantedCalls): object {
  const tool_calls = wanted.map(([name, args], index) => ({
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: args },
  }));
  const message = {
    role: "assistant",
    content: wanted.length === 0 ? "done" : null,
    ...(wanted.length === 0 ? {} : { tool_calls }),
  };
  const choices = [{ index: 0, message, finish_reason: wanted.length === 0 ? "stop" : "tool_calls" }];
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return { id: "c-1", object: "chat.completion", created: 0, model: "gpt-4", choices, usage };
}

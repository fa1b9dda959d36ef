import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { create, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_STREAM_IN_FLIGHT } from "../../../src/domain/limits.ts";
import { DecideRequestSchema, DecideStreamRequestSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import { requestMessage } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { readFile } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";
import { BAD_INPUTS, type BadInput, MARKER } from "./bad-input.ts";
import { grpcContract } from "./clients.ts";

let writ: RunningWrit;
beforeAll(async () => {
  writ = await sharedService({ WRIT_WORKERS: "1", WRIT_LOG_LEVEL: "trace" });
});
afterAll(async () => {
  await writ.stop();
});

async function postText(body: string, type = "application/json"): Promise<{ status: number; text: string }> {
  const response = await fetch(`${writ.http}/v1/decisions`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** How many requests have got an error for an answer. */
async function refusals(): Promise<number> {
  const text = await (await fetch(`${writ.http}/metrics`)).text();
  return [...text.matchAll(/^writ_refused_total\{.*\} (\d+)$/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
}

async function stillAnswers(): Promise<void> {
  expect((await postText(JSON.stringify(readFile()))).text).toContain('"effect":"allow"');
}

describe("over HTTP", () => {
  test.each(BAD_INPUTS)("$name", async ({ body, pointer, status = 400, code = "invalid_argument" }: BadInput) => {
    const before = await refusals();
    const answer = await postText(body);
    expect(answer.status).toBe(status);
    const problem = JSON.parse(answer.text) as { code: string; errors?: readonly { pointer: string }[] };
    expect(problem.code).toBe(code);
    if (status === 400) expect(problem.errors?.[0]?.pointer.slice(0, pointer.length)).toBe(pointer);
    expect(answer.text).not.toContain(MARKER);
    expect(await refusals()).toBe(before + 1);
    await stillAnswers();
  });

  test("another content type", async () => {
    expect((await postText(JSON.stringify(readFile()), "text/plain")).status).toBe(415);
  });

  test("a body that comes too slowly is cut off, and others are answered meanwhile", { timeout: 30_000 }, async () => {
    const socket = connect(Number(new URL(writ.http).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(
      "POST /v1/decisions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    );
    const drip = setInterval(() => socket.write(" "), 500);
    await stillAnswers();
    await closed;
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    await stillAnswers();
  });

  test("bytes that are no HTTP", async () => {
    const socket = connect(Number(new URL(writ.http).port), "127.0.0.1");
    socket.write("\0\x01\x02nonsense\r\n\r\n");
    const answer = await new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(chunk.toString())));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    await stillAnswers();
  });

  test("a web page may not ask", async () => {
    const response = await fetch(`${writ.http}/v1/decisions`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://evil.example" },
      body: JSON.stringify(readFile()),
    });
    expect(response.status).toBe(403);
  });
});

describe("over gRPC", () => {
  /** The JSON parts of a request as they came, so that what is wrong in them stays wrong. */
  const cases = BAD_INPUTS.filter(({ httpOnly }) => httpOnly !== true && !httpOnly);

  test.each(cases.filter(({ body }) => body.includes('"context":')))("$name", async ({ body, pointer }: BadInput) => {
    const context = body.slice(body.indexOf('"context":') + '"context":'.length, -1);
    const message = create(DecideRequestSchema, {
      ...requestMessage(readFile()),
      contextForm: { case: "contextJson", value: Buffer.from(context) },
    });
    const error = await unaryError(toBinary(DecideRequestSchema, message));
    expect([3, 8]).toContain(error.code);
    if (error.code === 3) expect(error.details).toContain(pointer);
    expect(error.details).not.toContain(MARKER);
    await stillAnswers();
  });

  test.each([
    ["call and action", { ...readFile(), action: { verb: "file.read" } }, ["/action"]],
    ["neither", { agent: { id: "a" } }, ["/call"]],
    [
      "intent claims of the wrong form",
      readFile({ intent: { claims: { allows: MARKER } } }),
      ["/intent/claims/allows"],
    ],
    ["a timeout of none", readFile({ timeout_ms: 0 }), ["/timeout_ms"]],
  ])("%s", async (_, json, pointers) => {
    const client = grpcContract(writ);
    expect(await client.decide(json)).toEqual({ refused: { code: "invalid_argument", pointers } });
    client.close();
  });

  test("bytes that are no message, and a field that nobody knows", async () => {
    expect((await unaryError(Buffer.from([0xff, 0xff, 0xff]))).code).toBe(3);
    const unknown = Buffer.concat([
      Buffer.from(toBinary(DecideRequestSchema, requestMessage(readFile()))),
      Buffer.from([0xf8, 0x07, 0x01]),
    ]);
    expect((await unaryError(unknown)).details).toContain("field number 127");
  });

  test("a stream that never reads holds up nobody", { timeout: 30_000 }, async () => {
    const client = new Client(writ.grpc, credentials.createInsecure());
    const stream = client.makeBidiStreamRequest("/writ.v1.DecisionService/DecideStream", asIs, asIs);
    stream.on("error", () => {});
    stream.pause();
    for (let i = 0; i < 5_000; i++) {
      const request = requestMessage(readFile({ request_id: `never-${i}` }));
      stream.write(Buffer.from(toBinary(DecideStreamRequestSchema, create(DecideStreamRequestSchema, { request }))));
    }
    await sleep(1_000);
    await stillAnswers();
    const held = /^writ_in_flight\{tenant="default"\} (\d+)$/m.exec(
      await (await fetch(`${writ.http}/metrics`)).text(),
    )?.[1];
    expect(Number(held)).toBeLessThanOrEqual(MAX_STREAM_IN_FLIGHT);
    stream.cancel();
    client.close();
    await stillAnswers();
  });

  test("an id that is not answered yet may not be asked for again in the same stream", async () => {
    const client = new Client(writ.grpc, credentials.createInsecure());
    const stream = client.makeBidiStreamRequest("/writ.v1.DecisionService/DecideStream", asIs, asIs);
    const answers: Buffer[] = [];
    stream.on("data", (bytes: Buffer) => answers.push(bytes));
    const request = requestMessage(readFile({ request_id: "twice" }));
    const bytes = Buffer.from(toBinary(DecideStreamRequestSchema, create(DecideStreamRequestSchema, { request })));
    stream.write(bytes);
    stream.write(bytes);
    stream.end();
    await new Promise((resolve) => stream.once("end", resolve));
    client.close();
    const texts = answers.map((answer) => answer.toString("latin1"));
    expect(texts).toHaveLength(2);
    expect(texts.filter((text) => text.includes("invalid_argument"))).toHaveLength(1);
    expect(texts.filter((text) => text.includes("allow"))).toHaveLength(1);
  });
});

test("no log line holds a value of a request", () => {
  expect(writ.output()).not.toContain(MARKER);
});

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

function unaryError(bytes: Uint8Array): Promise<ServiceError> {
  const client = new Client(writ.grpc, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest("/writ.v1.DecisionService/Decide", asIs, asIs, Buffer.from(bytes), (error) => {
      client.close();
      if (error === null) reject(new Error("an answer came"));
      else resolve(error);
    });
  });
}

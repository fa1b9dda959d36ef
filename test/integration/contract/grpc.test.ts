import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, type ClientDuplexStream, credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DecideStreamRequestSchema, DecideStreamResponseSchema } from "../../../src/gen/writ/v1/decision_pb.ts";
import { answerJson, requestMessage } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { comment, readFile, request } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";

// What gRPC has and HTTP has not: streams, deadlines, health checking, reflection.

let writ: RunningWrit;
let client: Client;
beforeAll(async () => {
  writ = await sharedService();
  client = new Client(writ.grpc, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await writ.stop();
});

const asIs = (bytes: Buffer): Buffer => bytes;

function unary(path: string, bytes: Buffer, deadlineMs = 5_000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asIs, asIs, bytes, { deadline: Date.now() + deadlineMs }, (error, answer) =>
      error === null && answer !== undefined ? resolve(answer) : reject(error),
    );
  });
}

/** All that comes back until the stream ends. */
function collect(stream: ClientDuplexStream<Buffer, Buffer>): Promise<readonly Buffer[]> {
  const found: Buffer[] = [];
  return new Promise((resolve, reject) => {
    stream.on("data", (bytes: Buffer) => found.push(bytes));
    stream.on("error", reject);
    stream.on("end", () => resolve(found));
  });
}

test("a stream answers every request, broken ones too, and ends when all are answered", async () => {
  const stream = client.makeBidiStreamRequest("/writ.v1.DecisionService/DecideStream", asIs, asIs);
  const answers = collect(stream);
  const asked = Array.from({ length: 600 }, (_, at) => {
    const request_id = `s-${at}`;
    if (at % 3 === 0) return readFile({ request_id });
    if (at % 3 === 1) return comment({ request_id, session: `session-${at % 5}` });
    return request("nowhere", "nothing", {}, { request_id, timeout_ms: at === 2 ? 0 : 5_000 });
  });
  for (const json of asked) {
    const message = create(DecideStreamRequestSchema, { request: requestMessage(json) });
    stream.write(Buffer.from(toBinary(DecideStreamRequestSchema, message)));
  }
  stream.end();
  const found = (await answers).map((bytes) => {
    const { answer } = fromBinary(DecideStreamResponseSchema, bytes);
    return answerJson(answer as NonNullable<typeof answer>);
  });
  const byId = new Map(found.map((answer) => [answer["request_id"], answer]));
  expect([...byId.keys()].sort()).toEqual(asked.map((json) => json["request_id"]).sort());
  expect(byId.get("s-0")).toMatchObject({ effect: "allow", recorded: "committed" });
  expect(byId.get("s-2")).toMatchObject({
    error: { code: "invalid_argument", violations: [{ pointer: "/timeout_ms" }] },
  });
  expect(byId.get("s-5")).toMatchObject({ effect: "block" });
});

test("the call's deadline bounds the decision", async () => {
  await expect(unary("/writ.v1.DecisionService/Decide", Buffer.alloc(0), -1)).rejects.toMatchObject({ code: 4 });
});

test("health checking says that it serves", async () => {
  // grpc.health.v1.HealthCheckResponse { status: SERVING }
  expect(await unary("/grpc.health.v1.Health/Check", Buffer.alloc(0))).toEqual(Buffer.from([0x08, 0x01]));
});

test.each(["v1", "v1alpha"])("reflection (%s) lists the services and describes them", async (version) => {
  const stream = client.makeBidiStreamRequest(
    `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
    asIs,
    asIs,
  );
  const answers = collect(stream);
  // ServerReflectionRequest { list_services: "" }, then { file_containing_symbol: "writ.v1.DecisionService" }
  stream.write(Buffer.from([0x3a, 0x00]));
  const symbol = Buffer.from("writ.v1.DecisionService");
  stream.write(Buffer.concat([Buffer.from([0x22, symbol.length]), symbol]));
  stream.end();
  const [services, file] = (await answers).map((bytes) => bytes.toString("latin1"));
  for (const name of ["DecisionService", "OutcomeService", "TaskService"])
    expect(services).toContain(`writ.v1.${name}`);
  for (const name of ["DecideBatch", "DecideStream", "request_id"]) expect(file).toContain(name);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../tools/grpc-client.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { comment, readFile, request } from "../../support/requests.ts";
import { sharedService } from "../../support/shared-service.ts";
import { CONTRACT_CASES, type ContractCase } from "./cases.ts";
import { type ContractClient, grpcContract, httpContract, type Said } from "./clients.ts";

let writ: RunningWrit;
let clients: readonly ContractClient[] = [];

beforeAll(async () => {
  writ = await sharedService();
  clients = [httpContract(writ), grpcContract(writ)];
});
afterAll(async () => {
  for (const client of clients) client.close();
  await writ.stop();
});

/** Asks both protocols, one after the other. */
async function askBoth(ask: (client: ContractClient) => Promise<Said>): Promise<readonly Said[]> {
  const answers: Said[] = [];
  for (const client of clients) answers.push(await ask(client));
  return answers;
}

function answerOf(said: Said | undefined): Json {
  if (said === undefined || !("answer" in said)) throw new Error(`refused: ${JSON.stringify(said)}`);
  return said.answer;
}

/** What two answers to the same question cannot have in common: ids, times, tokens. */
function comparable(answer: Json): Json {
  const { decision_id: _id, grant, approval, policy, ...rest } = answer as Record<string, Json>;
  return {
    ...rest,
    policy: { ...policy, activated_at: "" },
    grant: grant === undefined ? undefined : { ...grant, id: "", token: "", expires_at: "" },
    approval: approval === undefined ? undefined : { ...approval, id: "", url: "", expires_at: "" },
  };
}

describe("one decision", () => {
  test.each(CONTRACT_CASES)("$name", async (item: ContractCase) => {
    const [http, grpc] = (await askBoth((client) => client.decide(item.request as Json))).map(answerOf) as [Json, Json];
    expect(comparable(grpc)).toEqual(comparable(http));
    expect(http).toMatchObject({
      effect: item.effect,
      recorded: "committed",
      ...(item.action === undefined ? {} : { action: item.action }),
    });
    expect(http["decision_id"]).toMatch(/^dec_[0-9A-HJKMNP-TV-Z]{26}$/);
    const [reason] = http["reasons"] as readonly { readonly code: string }[];
    if (item.reason !== undefined) expect(reason?.code).toBe(item.reason);
    if (item.granted !== undefined) expect(http["grant"] !== undefined).toBe(item.granted);
    if (item.effect === "block") expect(http["grant"]).toBeUndefined();
  });
});

describe("many decisions", () => {
  test("a broken item gets its own answer and spoils no other", async () => {
    const requests = [
      readFile({ request_id: "a" }),
      { request_id: "b", agent: { id: "agent:test" } },
      readFile({ request_id: "a" }),
      request("nowhere", "anything", {}, { request_id: "d" }),
    ] as readonly Json[];
    const [http, grpc] = (await askBoth((client) => client.batch(requests))).map(answerOf) as [Json, Json];
    for (const answer of [http, grpc]) {
      expect(answer["decisions"]).toMatchObject([
        { request_id: "a", effect: "allow" },
        { request_id: "b", error: { code: "invalid_argument", violations: [{ pointer: "/requests/1/call" }] } },
        { request_id: "a", error: { code: "invalid_argument", violations: [{ pointer: "/requests/2/request_id" }] } },
        { request_id: "d", effect: "block" },
      ]);
    }
    const plain = (answer: Json) => (answer["decisions"] as readonly Json[]).map(comparable);
    expect(plain(grpc)).toEqual(plain(http));
  });

  test("over 1,000 is refused as a whole", async () => {
    const requests = Array.from({ length: 1001 }, () => readFile()) as readonly Json[];
    for (const said of await askBoth((client) => client.batch(requests))) {
      expect(said).toEqual({ refused: { code: "invalid_argument", pointers: ["/requests"] } });
    }
  });
});

describe("reading back", () => {
  test("a decision is read back with its input, and both protocols read the same", async () => {
    const decided = answerOf(await (clients[0] as ContractClient).decide(comment({ request_id: "back" }) as Json));
    const [http, grpc] = (await askBoth((client) => client.get(decided["decision_id"] as string))).map(answerOf) as [
      Json,
      Json,
    ];
    expect(grpc).toEqual(http);
    const { grant, recorded: _recorded, ...told } = decided as Record<string, Json>;
    expect(http["decision"]).toMatchObject(told);
    // The token was told once, to the one who asked.
    expect(JSON.stringify(http)).not.toContain((grant as Json)["token"]);
    expect(http["input"]).toMatchObject({ agent: { id: "agent:test", verified: false, method: "development" } });
  });

  test.each(["dec_00000000000000000000000000", "nonsense", "dec_01ARZ3NDEKTSV4RRFFQ69G5FAV"])(
    "%s is not found",
    async (id) => {
      for (const said of await askBoth((client) => client.get(id))) {
        expect(said).toEqual({ refused: { code: "not_found", pointers: [] } });
      }
    },
  );

  test("pages are complete and in order, newest first", async () => {
    const session = "paging";
    for (let i = 0; i < 7; i++)
      await (clients[i % 2] as ContractClient).decide(readFile({ session, request_id: `p${i}` }) as Json);
    for (const client of clients) {
      const ids: string[] = [];
      let token = "";
      do {
        const page = answerOf(
          await client.list({ session, page_size: "3", ...(token === "" ? {} : { page_token: token }) }),
        );
        ids.push(
          ...(page["decisions"] as readonly { decision: { request_id: string } }[]).map(
            (row) => row.decision.request_id,
          ),
        );
        token = page["next_page_token"] as string;
      } while (token !== "");
      expect(ids).toEqual(["p6", "p5", "p4", "p3", "p2", "p1", "p0"]);
    }
  });

  test("a filter that cannot be read names its field", async () => {
    for (const said of await askBoth((client) => client.list({ effect: "maybe" }))) {
      expect(said).toEqual({ refused: { code: "invalid_argument", pointers: ["/effect"] } });
    }
  });
});

describe("after the call", () => {
  test("an outcome is taken once; the same again changes nothing, another is a conflict", async () => {
    for (const client of clients) {
      const { decision_id: id } = answerOf(await client.decide(readFile({ session: `o-${client.protocol}` }) as Json));
      const report = (status: string) =>
        client.report(id as string, { status, duration_ms: 12, result_excerpt: "# Readme" });
      expect(await report("succeeded")).toEqual({ answer: { decision_id: id, status: "recorded" } });
      expect(await report("succeeded")).toEqual({ answer: { decision_id: id, status: "repeated" } });
      expect(await report("failed")).toEqual({ refused: { code: "conflict", pointers: [] } });
      expect(answerOf(await client.get(id as string))["outcome"]).toMatchObject({
        status: "succeeded",
        duration_ms: 12,
      });
    }
  });

  test("completing a task revokes its grants, closes its sessions and blocks what comes later", async () => {
    for (const client of clients) {
      const task = `tsk_${client.protocol}`;
      const ask = (session: string) => {
        const { intent, ...rest } = comment({ session }) as Record<string, Json>;
        return client.decide({ ...rest, intent: { claims: { ...(intent?.["claims"] as Json), task } } });
      };
      const session = `c-${client.protocol}`;
      expect(answerOf(await ask(session))["effect"]).toBe("allow");
      expect(await client.complete(task)).toEqual({ answer: { task, grants_revoked: 1, sessions_closed: 1 } });
      expect(await client.complete(task)).toEqual({ answer: { task, grants_revoked: 0, sessions_closed: 0 } });
      await expect
        .poll(async () => (answerOf(await ask(`${session}-2`))["reasons"] as readonly { code: string }[])[0]?.code)
        .toBe("task_completed");
    }
  });
});

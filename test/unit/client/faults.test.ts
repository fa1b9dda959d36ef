import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuard, WritClient, WritUnavailable } from "../../../packages/client/src/index.ts";
import { type BrokenWrit, FAULTS, startBrokenWrit } from "../../support/broken-writ.ts";
import { freePort } from "../../support/ports.ts";

const TOKEN = "a_token_of_the_caller";
const ARGUMENT = "an argument that nobody else may read";
const CALL = { format: "generic", server: "mail", payload: { name: "send", arguments: { body: ARGUMENT } } };

/** The faults that only time shows get little of it; for all others there is plenty. */
const PATIENCE_MS = { timeout: 300, otherwise: 60_000 };

let broken: BrokenWrit;
beforeAll(async () => {
  broken = await startBrokenWrit();
});
afterAll(() => broken.close());

/** What a guarded call came to. */
async function guarded(url: string, timeoutMs: number): Promise<{ ran: number; result: string; error?: unknown }> {
  const client = new WritClient({ url, token: TOKEN, timeoutMs });
  let ran = 0;
  const run = () => {
    ran += 1;
    return "ran";
  };
  try {
    return { result: await createGuard({ client })(CALL, run), ran };
  } catch (error) {
    return { result: error instanceof WritUnavailable ? error.code : String(error), ran, error };
  }
}

describe("an answer", () => {
  test.each(Object.entries(FAULTS))("%s", async (name, { expected }) => {
    const timeoutMs = expected === "timeout" ? PATIENCE_MS.timeout : PATIENCE_MS.otherwise;
    const { ran, result, error } = await guarded(broken.url(name), timeoutMs);
    expect({ result, ran }).toEqual({ result: expected, ran: expected === "ran" ? 1 : 0 });
    const told = JSON.stringify(error, ["message", "stack", "cause", "problem", "fields"]) ?? "";
    expect(told + String(error)).not.toContain(TOKEN);
    expect(told + String(error)).not.toContain(ARGUMENT);
  });

  test("that redirects is not followed", () => {
    expect(broken.strayed()).toBe(0);
  });

  test("of nobody", async () => {
    const { ran, result } = await guarded(`http://127.0.0.1:${await freePort()}`, PATIENCE_MS.otherwise);
    expect({ ran, result }).toEqual({ ran: 0, result: "unreachable" });
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { childrenOf, commandOf } from "../support/processes.ts";
import { readFile } from "../support/requests.ts";
import { copyWithoutFuel } from "../support/without-fuel.ts";
import { dataDir, serviceFor } from "../support/writ.ts";
import { compile, rego } from "../unit/opa/fixture.ts";

const ALLOW = '{"effect": "allow", "reasons": []}';

/** Allows everything, for one kind of call after 10^12 rounds. */
const ENDLESS = rego(
  `decision := ${ALLOW} if not input.context.endless

decision := ${ALLOW} if {
	input.context.endless
	count([x | some a in big; some b in big; some c in big; some d in big; x := ((a + b) + c) + d; x < 0]) == 0
}`,
  "big := numbers.range(1, 1000)",
);

/** On a connection of its own. @returns the effect, or that there was no answer */
async function ask(base: string, context: object): Promise<string> {
  try {
    const response = await fetch(`${base}/v1/decisions`, {
      method: "POST",
      headers: { "content-type": "application/json", connection: "close" },
      body: JSON.stringify(readFile({ context: { ...context } })),
    });
    return ((await response.json()) as { readonly effect: string }).effect;
  } catch {
    return "no answer";
  }
}

test("an evaluation without an end: no yes for its caller, nothing for the others, and another worker", async () => {
  const copy = copyWithoutFuel("dist");
  const bundle = join(copy.dir, "endless");
  mkdirSync(bundle);
  for (const [name, bytes] of compile(ENDLESS)) writeFileSync(join(bundle, name), bytes);
  const writ = await serviceFor({
    dataDir: dataDir(),
    env: { WRIT_BUNDLE_PATH: bundle, WRIT_WORKERS: "2" },
    main: join(copy.dir, "dist/main.js"),
  });
  try {
    const workers = () =>
      childrenOf(writ.process.pid as number).filter((pid) => commandOf(pid)?.includes("worker.js") === true);
    const before = workers();
    expect(before).toHaveLength(2);
    let over = false;
    const stuck = ask(writ.http, { endless: true }).finally(() => {
      over = true;
    });
    const others: string[] = [];
    // What the worker accepted in the same turn as that call shares its fate.
    await sleep(200);
    expect(over).toBe(false);
    while (!over) others.push(await ask(writ.http, {}));
    expect(await stuck).toBe("no answer");
    expect(others.length).toBeGreaterThan(0);
    expect(new Set(others)).toEqual(new Set(["allow"]));
    await expect.poll(() => writ.output()).toContain("evaluation_overdue");
    await expect.poll(() => workers().filter((pid) => !before.includes(pid)).length, { timeout: 20_000 }).toBe(1);
    expect(workers().filter((pid) => before.includes(pid))).toHaveLength(1);
    expect(await ask(writ.http, {})).toBe("allow");
  } finally {
    await writ.stop();
    copy.remove();
  }
});

import { once } from "node:events";
import { postRequest } from "../load/http1.ts";
import { quantile } from "../statistics.ts";
import { type Answer, OverloadConnection } from "./connection.ts";
import type { Order, OverloadJob, Quantiles, Report, Told } from "./job.ts";

// The load process: takes an OverloadJob by IPC, then Orders, and answers each with a Report. It checks every answer.

const [job] = (await once(process, "message")) as [OverloadJob];
const requests = job.requests.map((body) => postRequest("/v1/decisions", body, job.authorization));
let next = 0;
process.on("message", (order: Order) => {
  run(order).then(
    (told) => process.send?.(told),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : "failed" } satisfies Report),
  );
});
process.send?.("ready");

/** Sends what is due, and goes on while answers are out; a wrong answer ends the run. */
async function run({ perS, seconds, inFlight }: Order): Promise<Told> {
  let broken: Error | undefined;
  const failed = (error: Error) => {
    broken ??= error;
  };
  // New ones for each order: the service hangs up on those that are not used.
  const connections = await Promise.all(
    Array.from({ length: inFlight }, () => OverloadConnection.open(job.port, failed)),
  );
  const free = [...connections];
  const decided: number[] = [];
  const refused: number[] = [];
  const late: number[] = [];
  let [offered, unsent, out] = [0, 0, 0];
  const started = performance.now();
  const end = started + seconds * 1000;
  const send = (connection: OverloadConnection) => {
    const index = next++ % requests.length;
    const sent = performance.now();
    out += 1;
    connection.send(requests[index] as Buffer, (answer) => {
      out -= 1;
      const took = performance.now() - sent;
      if (check(answer, job.effects[index] as string)) decided.push(took);
      else refused.push(took);
      if (perS === 0 && performance.now() < end) send(connection);
      else free.push(connection);
    });
  };
  while (performance.now() < end || out > 0) {
    if (broken !== undefined) throw broken;
    const now = performance.now();
    const due = now >= end ? offered : Math.floor(((now - started) * perS) / 1000);
    if (perS === 0 && now < end) for (let one = free.pop(); one !== undefined; one = free.pop()) send(one);
    for (; offered < due; offered++) {
      late.push(now - started - (offered * 1000) / perS);
      const connection = free.pop();
      if (connection === undefined) unsent += 1;
      else send(connection);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (const connection of connections) connection.close();
  return {
    seconds: (performance.now() - started) / 1000,
    offered: perS === 0 ? decided.length + refused.length : offered,
    decided: decided.length,
    refused: refused.length,
    unsent,
    decided_ms: quantiles(decided),
    refused_ms: quantiles(refused),
    late_ms: quantiles(late),
  };
}

/** @returns whether it is a decision. @throws when it is neither the right one nor a refusal that may come back */
function check({ status, head, body }: Answer, effect: string): boolean {
  if (status === 200 && body.includes(`"effect":"${effect}"`)) return true;
  const comesBack = /\r\nretry-after: \d+/i.test(head) && body.includes('"retry_after_ms":');
  if (status === 429 && comesBack && body.includes('"code":"resource_exhausted"') && !body.includes('"effect"')) {
    return false;
  }
  throw new Error(`a wrong answer: ${status} ${body.slice(0, 300)}`);
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

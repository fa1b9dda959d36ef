import { commandOf } from "../../test/support/processes.ts";
import type { RunningWrit } from "../../tools/start-writ.ts";
import { http1Connection, postRequest } from "../load/http1.ts";
import { childrenOf, usageOf } from "../processes.ts";
import { quantile } from "../statistics.ts";

export interface Measured {
  readonly perS: number;
  readonly p50Ms: number;
  /** CPU of the workers for one decision, in microseconds. */
  readonly workerUs: number;
  /** CPU of the service and of its PostgreSQL. */
  readonly allUs: number;
}

/**
 * Asks for each decision once, so many at a time.
 * @throws unless every one is allowed, and has a grant or has none as it should
 */
export async function measure(
  writ: RunningWrit,
  bodies: readonly string[],
  inFlight: number,
  granted: boolean,
): Promise<Measured> {
  const requests = bodies.map((body) => postRequest("/v1/decisions", body));
  const port = Number(new URL(writ.http).port);
  const connections = await Promise.all(Array.from({ length: inFlight }, () => http1Connection(port, requests)));
  const pid = writ.process.pid as number;
  const workers = childrenOf(pid).filter((child) => commandOf(child)?.includes("worker.js") === true);
  const cpuUs = (roots: readonly number[]) => usageOf(roots).cpu_s * 1e6;
  const before = { worker: cpuUs(workers), all: cpuUs([pid]) };
  const tookMs: number[] = [];
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    connections.map(async ({ send }) => {
      for (let index = next++; index < requests.length; index = next++) {
        const sent = performance.now();
        check((await send(index)).toString("latin1"), granted);
        tookMs.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const after = { worker: cpuUs(workers), all: cpuUs([pid]) };
  for (const connection of connections) connection.close();
  tookMs.sort((one, other) => one - other);
  return {
    perS: requests.length / seconds,
    p50Ms: quantile(tookMs, 0.5),
    workerUs: (after.worker - before.worker) / requests.length,
    allUs: (after.all - before.all) / requests.length,
  };
}

function check(answer: string, granted: boolean): void {
  if (!answer.includes('"effect":"allow"')) throw new Error(`not allowed: ${answer.slice(0, 500)}`);
  if (answer.includes('"grant":{') !== granted) throw new Error(`the wrong grants: ${answer.slice(0, 500)}`);
}

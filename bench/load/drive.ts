import type { Connection } from "./connection.ts";

export interface Driven {
  readonly answers: number;
  readonly seconds: number;
  readonly latencies_ms: readonly number[];
}

/**
 * Keeps a number of requests in flight for a time, the next one sent when one is answered. Every answer is checked.
 * @throws when an answer is wrong: a round with a wrong answer is no measurement
 */
export async function drive(
  connections: readonly Connection[],
  inFlight: number,
  seconds: number,
  check: (index: number, answer: Buffer) => void,
): Promise<Driven> {
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  let next = 0;
  const lane = async (connection: Connection) => {
    for (let now = performance.now(); now < end; ) {
      const index = next++;
      const answer = await connection.send(index);
      const answered = performance.now();
      check(index, answer);
      latencies.push(answered - now);
      now = answered;
    }
  };
  await Promise.all(
    Array.from({ length: inFlight }, (_, at) => lane(connections[at % connections.length] as Connection)),
  );
  return { answers: latencies.length, seconds: (performance.now() - started) / 1000, latencies_ms: latencies };
}

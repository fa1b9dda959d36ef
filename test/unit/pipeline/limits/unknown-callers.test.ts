import { expect, test } from "vitest";
import type { Peer } from "../../../../src/domain/caller.ts";
import { WritError } from "../../../../src/domain/errors.ts";
import { UnknownCallers } from "../../../../src/pipeline/limits/unknown-callers.ts";
import { FakeClock, refusalCause } from "./support.ts";

/** A door that knows one secret, and counts how often it looks. */
function door() {
  const clock = new FakeClock();
  const unknown = new UnknownCallers(clock.now);
  let looks = 0;
  const ask = (peer: Peer): Promise<string> =>
    unknown
      .admit(peer, async () => {
        looks += 1;
        if (peer.authorization === "Bearer right" || peer.certificates !== undefined) return "in";
        throw new WritError("unauthenticated", "nobody's");
      })
      .catch((error: unknown) => {
        if (error instanceof WritError && error.code === "unauthenticated") return "nobody";
        return refusalCause(error);
      });
  return { clock, ask, looks: () => looks };
}

const peerOf = (address: string, secret: string): Peer => ({ address, authorization: `Bearer ${secret}` });

async function guess(ask: (peer: Peer) => Promise<string>, address: string, times: number) {
  for (let at = 0; at < times; at++) await ask(peerOf(address, `guess-${at}`));
}

test("after so many guesses nothing of the address is looked at, until some time has passed", async () => {
  const { clock, ask, looks } = door();
  await guess(ask, "192.0.2.1", 100);
  expect(looks()).toBe(100);
  expect(await ask(peerOf("192.0.2.1", "right"))).toBe("unknown_callers");
  expect(looks()).toBe(100);
  clock.pass(100);
  expect(await ask(peerOf("192.0.2.1", "another guess"))).toBe("nobody");
  expect(await ask(peerOf("192.0.2.1", "right"))).toBe("unknown_callers");
});

test("a credential that was somebody's is let through, whoever else is behind the address", async () => {
  const { ask } = door();
  expect(await ask(peerOf("192.0.2.1", "right"))).toBe("in");
  expect(await ask({ address: "192.0.2.1", certificates: [Buffer.from("leaf")] })).toBe("in");
  await guess(ask, "192.0.2.1", 120);
  expect(await ask(peerOf("192.0.2.1", "right"))).toBe("in");
  expect(await ask({ address: "192.0.2.1", certificates: [Buffer.from("leaf")] })).toBe("in");
  expect(await ask({ address: "192.0.2.1", certificates: [Buffer.from("other")] })).toBe("unknown_callers");
});

test("whoever shows nothing guesses nothing, and is heard whoever guesses beside it", async () => {
  const { ask } = door();
  for (let at = 0; at < 30; at++) expect(await ask({ address: "192.0.2.1" })).toBe("nobody");
  await guess(ask, "192.0.2.1", 120);
  expect(await ask({ address: "192.0.2.1" })).toBe("nobody");
});

test.each([
  ["another address", "192.0.2.1", "192.0.2.2", "in"],
  ["another network of IPv6", "2001:db8:0:1::1", "2001:db8:0:2::1", "in"],
  ["the same network of IPv6", "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "unknown_callers"],
  ["the same network, written otherwise", "2001:db8::1", "2001:db8:0:0:1::", "unknown_callers"],
  ["this machine, where others' requests are forwarded", "127.0.0.1", "127.0.0.1", "in"],
  ["the same by IPv6", "::1", "::1", "in"],
  ["IPv4 in IPv6", "::ffff:192.0.2.1", "::ffff:192.0.2.2", "in"],
])("%s", async (_, guessing, asking, expected) => {
  const { ask } = door();
  await guess(ask, guessing, 100);
  expect(await ask(peerOf(asking, "right"))).toBe(expected);
});

test("addresses without end take no memory without end, and what was guessed last is not forgotten", async () => {
  const { ask } = door();
  for (let at = 0; at < 10_050; at++) await ask(peerOf(`198.51.${at >> 8}.${at & 255}`, "guess"));
  await guess(ask, "192.0.2.9", 100);
  expect(await ask(peerOf("192.0.2.9", "right"))).toBe("unknown_callers");
});

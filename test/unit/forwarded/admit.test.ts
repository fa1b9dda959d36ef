import { expect, test } from "vitest";
import type { Peer } from "../../../src/domain/caller.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { admitForwarded } from "../../../src/transports/forwarded/admit.ts";
import { admissionOf } from "../../support/values.ts";

const PEER: Peer = { address: "127.0.0.1", authorization: "Bearer agents-token" };

/** Admits everybody, and keeps what it was shown. */
function asked(headers: readonly (readonly [string, readonly string[]])[]) {
  const peers: Peer[] = [];
  const service = {
    admit: async (peer: Peer) => {
      peers.push(peer);
      return admissionOf({ grants: "answer" });
    },
  } as unknown as Service;
  return admitForwarded(service, PEER, new Map(headers), "forward_auth").then((admission) => ({ admission, peers }));
}

test("the agent's Authorization is never the gateway's credential", async () => {
  const { peers } = await asked([["authorization", ["Bearer agents-token"]]]);
  expect(peers).toEqual([{ address: "127.0.0.1" }]);
});

test("a gateway that shows its own is told grants, whoever shows none is not", async () => {
  const shown = await asked([["x-writ-authorization", ["Bearer gateways"]]]);
  expect(shown.peers).toEqual([{ address: "127.0.0.1", authorization: "Bearer gateways" }]);
  expect(shown.admission.grants).toBe("answer");
  expect((await asked([])).admission.grants).toBe("exchange");
});

test("a credential that is there twice is nobody's", async () => {
  await expect(asked([["x-writ-authorization", ["Bearer a", "Bearer b"]]])).rejects.toThrow("there twice");
});

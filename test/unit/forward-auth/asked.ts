import type { Peer } from "../../../src/domain/caller.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { Admission, DecisionRequest } from "../../../src/domain/request.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { forwardAuth } from "../../../src/transports/forward-auth/protocol.ts";
import type { HttpAnswer } from "../../../src/transports/native/protocol.ts";
import { admissionOf } from "../../support/values.ts";

export interface Asked {
  readonly peers: readonly Peer[];
  readonly requests: readonly DecisionRequest[];
  readonly answer: HttpAnswer;
}

/** A request to the protocol, whose header fields are pairs: one may be there twice. */
export interface Asking {
  /** The pattern of the route that it comes by. */
  readonly route: string;
  readonly method?: string;
  readonly target?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly fields: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly decision?: Partial<Decision>;
  readonly admission?: Partial<Admission>;
}

const UPSTREAMS = [{ server: "shop", host: "shop.example", path: "/mcp", protocol: "mcp" }] as const;

/** What the service is asked for, and what the gateway is answered. */
export async function asked(asking: Asking): Promise<Asked> {
  const peers: Peer[] = [];
  const requests: DecisionRequest[] = [];
  const service = {
    admit: async (peer: Peer) => {
      peers.push(peer);
      return admissionOf(asking.admission ?? {});
    },
    decide: async (request: DecisionRequest) => {
      requests.push(request);
      return {
        decision_id: "dec_1",
        effect: "allow",
        reasons: [],
        obligations: [],
        ...asking.decision,
      } as unknown as Decision;
    },
  } as unknown as Service;
  const protocol = forwardAuth(service, () => UPSTREAMS);
  const route = protocol.routes.find(({ url }) => url === asking.route);
  if (route === undefined) throw new Error(`no route ${asking.route}`);
  const headers = new Map<string, string[]>();
  for (const [name, value] of asking.fields) headers.set(name, [...(headers.get(name) ?? []), value]);
  const { method = "GET", target = asking.route, params = {}, body = "" } = asking;
  const peer = { address: "127.0.0.1", authorization: "Bearer agent" };
  try {
    const answer = await route.answer({ method, target, params, headers, body: Buffer.from(body), peer });
    return { peers, requests, answer };
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    return { peers, requests, answer: protocol.failed(error, target, headers) };
  }
}

export const FORWARD = [
  ["x-forwarded-method", "POST"],
  ["x-forwarded-proto", "https"],
  ["x-forwarded-host", "shop.example"],
  ["x-forwarded-uri", "/mcp?a=b"],
] as const;
export const ORIGINAL = [
  ["x-original-method", "POST"],
  ["x-original-proto", "https"],
  ["x-original-host", "shop.example"],
  ["x-original-uri", "/mcp?a=b"],
] as const;

import type { UpstreamsOf } from "../../domain/upstream.ts";
import type { Service } from "../../pipeline/service.ts";
import { admitForwarded } from "../forwarded/admit.ts";
import { decideForwarded } from "../forwarded/decide.ts";
import { evidenceOf } from "../forwarded/evidence.ts";
import { callsOf } from "../forwarded/read.ts";
import { requestIdOf } from "../native/headers.ts";
import type { HttpExchange, HttpProtocol, HttpRoute } from "../native/protocol.ts";
import { decodeForwarded, type FORMS, PATH_PREFIX } from "./decode.ts";
import { encodeAnswer, encodeFailed } from "./encode.ts";

const NAME = "forward_auth";

/**
 * What proxies ask by HTTP before they pass a request on: nginx's auth_request (`/authz/request`), the forward-auth of Traefik, Caddy and
 * others (`/authz/forward`), Envoy's HTTP authorizer (`/authz/http/…`). The first two may name the server of the catalogue in a segment
 * behind: it is in the gateway's configuration, where no client can change it.
 */
export function forwardAuth(service: Service, upstreams: UpstreamsOf): HttpProtocol {
  const route = (url: string, form: keyof typeof FORMS | "http"): HttpRoute => ({
    methods: "any",
    url,
    forwards: true,
    answer: (exchange) => decide(service, upstreams, exchange, form),
  });
  return {
    name: NAME,
    routes: [
      route("/authz/request", "request"),
      route("/authz/request/:server", "request"),
      route("/authz/forward", "forward"),
      route("/authz/forward/:server", "forward"),
      route(`${PATH_PREFIX}/*`, "http"),
    ],
    failed: encodeFailed,
  };
}

async function decide(
  service: Service,
  upstreams: UpstreamsOf,
  exchange: HttpExchange,
  form: keyof typeof FORMS | "http",
) {
  const admission = await admitForwarded(service, exchange.peer, exchange.headers, NAME);
  const request = decodeForwarded(exchange, form);
  const evidence = evidenceOf(request, admission);
  const options = { request_id: requestIdOf(exchange.headers), context: {} };
  const answer = await decideForwarded(
    service,
    admission,
    callsOf(request, upstreams(admission.tenant)),
    evidence,
    options,
  );
  return encodeAnswer(answer);
}

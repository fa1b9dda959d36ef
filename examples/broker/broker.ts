import type { IncomingMessage } from "node:http";
import { type CallSettings, Calls } from "./call.ts";
import { type EventSettings, eventReader } from "./events.ts";
import { type Answer, needCredential, objectIn, Refused, type RunningServer, serve } from "./http.ts";
import type { TargetRequest } from "./permits.ts";
import type { Granted } from "./writ.ts";

export interface BrokerSettings extends CallSettings {
  readonly port: number;
  /** What the gateway shows, and nobody else has. */
  readonly credential: string;
  readonly events: EventSettings;
}

/**
 * A credential broker: `POST /calls` makes one HTTP call with the credential that a grant stands for; `POST /events` takes
 * Writ's security events, so that what has ended is dead at once.
 */
export function startBroker(settings: BrokerSettings): Promise<RunningServer> {
  const calls = new Calls(settings);
  const readEvent = eventReader(settings.events);
  const routes: Readonly<Record<string, (request: IncomingMessage, body: string) => Promise<Answer>>> = {
    "POST /calls": async (request, body) => {
      needCredential(request, settings.credential);
      const [granted, wanted] = readCall(objectIn(body));
      return { status: 200, body: await calls.make(granted, wanted) };
    },
    "POST /events": async (_, body) => {
      calls.end(await readEvent(body));
      return { status: 202 };
    },
  };
  return serve(settings.port, async (request, body) => {
    const route = routes[`${request.method} ${request.url}`];
    if (route === undefined) throw new Refused(404, "there is nothing here");
    return route(request, body);
  });
}

function readCall(body: Readonly<Record<string, unknown>>): [Granted, TargetRequest] {
  const grant = body["grant"] as Partial<Granted["grant"]> | undefined;
  const request = body["request"] as Partial<TargetRequest> | undefined;
  const granted = {
    decision_id: text(body["decision_id"]),
    action_digest: text(body["action_digest"]),
    grant: { id: text(grant?.id), token: text(grant?.token) },
  };
  const { body: content } = request ?? {};
  const wanted = { method: text(request?.method), path: text(request?.path) };
  return [granted, content === undefined ? wanted : { ...wanted, body: content }];
}

function text(value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new Refused(400, "wanted: decision_id, action_digest, grant {id, token}, request {method, path, body}");
  }
  return value;
}

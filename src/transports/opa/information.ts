import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Admission } from "../../domain/request.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import type { OpaParts } from "./data.ts";
import { json } from "./encode.ts";

/**
 * `GET /health`, whatever its `bundles` and `plugins` say: ready is who can decide and record. `/health/live` is who answers at all.
 * For everybody, as `/healthz` and `/readyz`.
 */
export function health({ service }: OpaParts, check: string): HttpAnswer {
  if (check !== "" && check !== "live" && check !== "ready") {
    throw new WritError("not_found", "there is no such health check");
  }
  return check === "live" || service.ready()
    ? json(200, {})
    : json(500, { error: "not ready to decide and to record" });
}

/** `GET /v1/status`: which bundle is in use, for the roles that may read that. */
export async function status({ service }: OpaParts, admission: Admission): Promise<JsonObject> {
  const { deployment, stale, bundles } = await service.bundles.overview(admission);
  const { active } = deployment;
  const { name = "", revision = "" } = bundles.find(({ digest }) => digest === active.digest) ?? {};
  return {
    result: {
      bundles: {
        [name]: {
          name,
          active_revision: revision,
          last_successful_request: new Date(active.confirmed_at_ms).toISOString(),
        },
      },
      plugins: { bundle: { state: stale ? "WARN" : "OK" } },
    },
  };
}

/** `GET /v1/config`: what a client needs to know to ask; nothing of Writ's own configuration. */
export function config({ settings }: OpaParts): JsonObject {
  return { result: { labels: {}, default_decision: `/${settings.default_decision}` } };
}

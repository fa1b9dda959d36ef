import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";

/** A service that does not answer for this long is not there. */
const TIMEOUT_MS = 10_000;

/** Asks a running service. @throws WritError with the service's own words when it refuses */
export async function askService(base: string, path: string, body?: JsonObject): Promise<JsonObject> {
  const url = `${base.replace(/\/+$/, "")}${path}`;
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new WritError("unavailable", `nobody answers at ${base}: is Writ running, and is --url its address?`, {
      cause,
    });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!isJsonObject(answer)) throw new WritError("unavailable", `what answers at ${base} is no Writ`);
  if (!response.ok) throw new WritError("unavailable", String(answer["detail"] ?? `status ${response.status}`));
  return answer;
}

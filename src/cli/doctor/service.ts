import { get as httpGet } from "node:http";
import { get as httpsGet } from "node:https";
import type { Finding } from "./entry.ts";

/** A service that does not answer for this long is not there. */
const TIMEOUT_MS = 10_000;

/** Whether Writ can decide now. Where it cannot, hooks that work let no tool run. */
export async function inspectService(url: string): Promise<Finding> {
  const status = await statusOf(url);
  if (status === 200) return { agent: "writ", level: "ok", code: "ready", message: `${url} decides` };
  const what = status === undefined ? "nobody answers" : `it answers ${status}`;
  const message = `${url}: ${what}; while that is so, hooks that are active let no tool run`;
  return { agent: "writ", level: "problem", code: "writ_unreachable", message };
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    try {
      const target = new URL(`${url.replace(/\/+$/, "")}/readyz`);
      const get = target.protocol === "https:" ? httpsGet : httpGet;
      const request = get(target, { signal: AbortSignal.timeout(TIMEOUT_MS), agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.once("error", () => resolve(undefined));
    } catch {
      resolve(undefined);
    }
  });
}

import { believedCaller } from "../../../src/admit/admit.ts";
import type { ConsoleParts } from "../../../src/console/parts.ts";
import { placeOf } from "../../../src/console/place.ts";
import { consolePages } from "../../../src/console/routes.ts";
import type { ApprovalRecord } from "../../../src/domain/approval.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { HttpAnswer } from "../../../src/transports/native/protocol.ts";
import { kept } from "./approvals.ts";

export const ORIGIN = "http://127.0.0.1:8181";

/** The pages in development mode, where nobody signs in. */
export function pages(records: readonly ApprovalRecord[], publicUrl = ORIGIN) {
  const { commands, answers } = kept(records);
  const service: ConsoleParts["service"] = {
    admit: async (_, protocol) => ({ ...believedCaller(protocol), tenant: "default", now_ms: 0 }),
    approvals: commands,
  };
  const protocol = consolePages({ service, place: placeOf(publicUrl) });
  const ask = async (
    method: string,
    target: string,
    headers: Readonly<Record<string, string>>,
    body = "",
  ): Promise<HttpAnswer> => {
    const path = target.replace(/\?.*/, "");
    const id = /^\/approvals\/(apr_\w+)$/.exec(path)?.[1];
    const url = id === undefined ? path : "/approvals/:id";
    const route = protocol.routes.find((one) => one.url === url && (one.methods as readonly string[]).includes(method));
    if (route === undefined) throw new Error(`there is no ${method} ${path}`);
    const values = new Map(
      Object.entries({ host: new URL(publicUrl).host, ...headers }).map(([name, value]) => [name, [value]]),
    );
    try {
      return await route.answer({
        method,
        target,
        params: id === undefined ? {} : { id },
        headers: values,
        body: Buffer.from(body),
        peer: { address: "127.0.0.1" },
      });
    } catch (error) {
      if (!(error instanceof WritError)) throw error;
      return protocol.failed(error, target, values);
    }
  };
  return { ask, answers };
}

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieFrom({ cookies = [] }: HttpAnswer): string {
  return cookies.map((one) => one.split(";", 1)[0]).join("; ");
}

/** The hidden fields of the page's form. */
export function hiddenFields({ body }: HttpAnswer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]),
  );
}

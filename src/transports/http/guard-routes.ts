import type { FastifyInstance } from "fastify";
import { httpAccess } from "../native/access/http.ts";
import { isRefusal } from "./methods.ts";

/** To be called before any route is there. With a route that stands in no row of the table the server does not start: nobody has said who may ask it. */
export function guardRoutes(app: FastifyInstance): void {
  const strays: string[] = [];
  app.addHook("onRoute", ({ method, url, onRequest }) => {
    // What refuses a method lets nobody ask anything.
    if (isRefusal(onRequest)) return;
    for (const one of [method].flat()) {
      if (httpAccess(one, url) === undefined) strays.push(`${one} ${url}`);
    }
  });
  app.addHook("onReady", async () => {
    if (strays.length > 0) throw new Error(`${strays.join(", ")}: in no row of src/transports/native/access/http.ts`);
  });
}

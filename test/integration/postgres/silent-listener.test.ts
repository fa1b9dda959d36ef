import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Listener } from "../../../src/adapters/postgres/listener.ts";
import { createDatabase } from "../../support/database.ts";
import { connectTo } from "../../support/records.ts";

/** A way to the server whose network can forget the connections that there are. */
async function network(url: string) {
  const through = new URL(url);
  // The tests' server listens on a socket in the file system.
  const path = `${through.searchParams.get("host")}/.s.PGSQL.${through.port}`;
  const pairs: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(path);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => {});
    pairs.push(near, far);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of pairs) socket.destroy();
    server.close();
  });
  through.searchParams.delete("host");
  through.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  const forget = () => {
    for (const socket of pairs) socket.unpipe().pause();
  };
  return { url: through.href, forget };
}

test("a listener whose connection only seems to be there finds out, and reads again what it missed", async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const { url, forget } = await network(database.url);
  const heard: string[] = [];
  let loads = 0;
  const load = async () => {
    loads += 1;
  };
  const listener = new Listener(url, [{ channel: "writ_test", load, hear: (text) => void heard.push(text) }]);
  await listener.open();
  onTestFinished(() => listener.close());
  const client = await connectTo(database.url);
  await client.query("select pg_notify('writ_test', 'before')");
  await expect.poll(() => heard).toEqual(["before"]);
  forget();
  await client.query("select pg_notify('writ_test', 'meanwhile')");
  await expect.poll(() => loads, { timeout: 8_000 }).toBe(2);
  expect(listener.listening()).toBe(true);
  await client.query("select pg_notify('writ_test', 'after')");
  await expect.poll(() => heard).toEqual(["before", "after"]);
}, 15_000);

import { createServer, type Server } from "node:net";

/** A port of 127.0.0.1 that nobody listened on a moment ago, followed by `more` such ports. */
export async function freePort(more = 0): Promise<number> {
  for (;;) {
    const first = await listening(0);
    const { port } = first.address() as { readonly port: number };
    const servers = [first];
    try {
      for (let next = port + 1; next <= port + more; next += 1) servers.push(await listening(next));
      return port;
    } catch {
      // The next one is taken: another first one.
    } finally {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    }
  }
}

function listening(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

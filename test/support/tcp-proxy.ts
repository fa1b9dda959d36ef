import { connect, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Where connections go: `host:port`, or the path of a socket. */
export type Target = { readonly port: number } | { readonly path: string };

/** What happens to bytes on their way: a new value, none, or what says what to do with the connection. */
export type Passing = (bytes: Buffer, pair: Pair) => Buffer | undefined;

export interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Ends both sides at once. */
  cut(): void;
}

/** A network between client and server, which a test breaks. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections go from now on. */
  lead(target: Target): void;
  /** Each chunk takes so long, each way. */
  delay(ms: number): void;
  /** Nothing passes, and nobody is told. */
  stall(stalled: boolean): void;
  /** Ends all connections; new ones are taken again, unless closed. */
  cutAll(): void;
  /** New connections are refused. */
  refuse(refused: boolean): void;
  /** Looks at what servers, or clients, send; called for each chunk. */
  fromServer(passing: Passing | undefined): void;
  fromClient(passing: Passing | undefined): void;
}

/** A proxy on 127.0.0.1 that is gone after the test. */
export async function tcpProxy(first: Target): Promise<TcpProxy> {
  let target = first;
  let delayMs = 0;
  let stalled = false;
  let refused = false;
  const look: { server: Passing | undefined; client: Passing | undefined } = { server: undefined, client: undefined };
  const pairs = new Set<Pair>();
  const server = createServer((near) => {
    if (refused) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target as { port: number });
    const pair = { near, far, cut: () => void [near.destroy(), far.destroy()] };
    pairs.add(pair);
    const pass = (from: Socket, to: Socket, side: "server" | "client") => {
      from.on("data", (bytes) => {
        const passed = look[side] === undefined ? bytes : look[side](bytes, pair);
        if (passed === undefined || stalled) return;
        if (delayMs === 0) to.write(passed);
        else setTimeout(() => to.write(passed), delayMs);
      });
      from.on("error", () => pair.cut());
      from.on("close", () => {
        pairs.delete(pair);
        if (!stalled) pair.cut();
      });
    };
    pass(near, far, "client");
    pass(far, near, "server");
  });
  const { port } = await listening(server);
  const proxy: TcpProxy = {
    port,
    lead: (next) => {
      target = next;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    stall: (on) => {
      stalled = on;
    },
    cutAll: () => {
      for (const pair of pairs) pair.cut();
    },
    refuse: (on) => {
      refused = on;
    },
    fromServer: (passing) => {
      look.server = passing;
    },
    fromClient: (passing) => {
      look.client = passing;
    },
  };
  onTestFinished(() => {
    server.close();
    proxy.cutAll();
  });
  return proxy;
}

async function listening(server: Server): Promise<{ readonly port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address() as { readonly port: number };
}

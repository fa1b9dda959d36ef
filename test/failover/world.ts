import { join } from "node:path";
import { expect } from "vitest";
import type { RunningWrit } from "../../tools/start-writ.ts";
import { eventually } from "../support/eventually.ts";
import { type PostgresServer, postgresServer } from "../support/postgres-server.ts";
import { onRecords } from "../support/record-cli.ts";
import { type SmallDisk, smallDisk } from "../support/small-disk.ts";
import { type TcpProxy, tcpProxy } from "../support/tcp-proxy.ts";
import { dataDir, serviceFor } from "../support/writ.ts";
import { allowed, found, type Load, load } from "./load.ts";

/** A service under load before a PostgreSQL that something happens to. */
export interface World {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer | undefined;
  readonly network: TcpProxy;
  readonly disk: SmallDisk | undefined;
  readonly writ: RunningWrit;
  readonly load: Load;
  /** 200 or 503, and what it says. */
  ready(): Promise<number>;
}

export interface WorldOptions {
  /** A streaming standby, which each commit waits for. */
  readonly standby?: boolean;
  /** The URL names both servers, and there is no proxy between. */
  readonly severalHosts?: boolean;
  /** Its data, but not its log, is on a disk that can be filled. */
  readonly small?: boolean;
}

export async function openWorld({ standby: wanted, severalHosts, small }: WorldOptions): Promise<World> {
  const disk = small === true ? smallDisk() : undefined;
  const dir = dataDir();
  // A full disk under the log ends the server, as any kill does.
  const primary = await postgresServer(join(disk?.dir ?? dir, "postgres"), disk && dir);
  const standby = wanted === true ? await primary.standby() : undefined;
  if (standby !== undefined) {
    await primary.query("alter system set synchronous_standby_names = '*'");
    await primary.query("select pg_reload_conf()");
  }
  const network = await tcpProxy({ port: primary.port });
  const writ = await serviceFor({
    dataDir: join(dataDir(), "writ"),
    env: {
      DATABASE_URL:
        severalHosts === true ? bothOf(primary, standby) : primary.url.replace(/:\d+\//, `:${network.port}/`),
      WRIT_WORKERS: "2",
      WRIT_GRANTS_KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    },
  });
  const running = load(() => [writ.http]);
  await running.allows(50);
  return {
    primary,
    disk,
    standby,
    network,
    writ,
    load: running,
    ready: async () => (await fetch(`${writ.http}/readyz`)).status,
  };
}

function bothOf({ url, port }: PostgresServer, standby: PostgresServer | undefined): string {
  const both = `127.0.0.1:${port},127.0.0.1:${standby?.port}`;
  return url.replace(`127.0.0.1:${port}`, both).concat("?target_session_attrs=read-write");
}

/** Every worker says so: each connection is some worker's. */
export async function readiness({ ready }: World, status: number): Promise<void> {
  const all = async () => {
    const said = await Promise.all(Array.from({ length: 8 }, ready));
    return said.every((each) => each === status) ? true : undefined;
  };
  await eventually(all, `readiness is ${status}`);
}

/** What was answered is what was recorded, whatever happened. @returns a line for people */
export async function settle(world: World, url: string, exitCode = 0): Promise<string> {
  await world.load.stop();
  const { answered, wrong } = world.load;
  const table = await found(url, answered);
  const { lost, doubled, repeated } = table;
  expect({ wrong, lost, doubled, repeated }).toEqual({ wrong: [], lost: 0, doubled: 0, repeated: 0 });
  const exit = await world.writ.stop();
  const audit = await onRecords(url, "audit", "verify");
  expect(audit, audit.stdout + audit.stderr).toMatchObject({ code: 0 });
  expect(exit).toBe(exitCode);
  const refused = answered.filter(({ effect }) => effect === "block").length;
  return `${allowed(answered).length} allowed, ${refused} refused (${table.blockedButThere} of them are recorded all the same)`;
}

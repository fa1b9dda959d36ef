import { connect } from "node:tls";
import { type Begun, type Fault, type Scene, seconds, until } from "./fault.ts";
import { TENANTS } from "./policies.ts";

// What operators do to a running service: certificates, keys, secrets of callers and bundles change.

/** What is followed is looked at every 2 s; a machine that is busy, or a database that is away meanwhile, takes longer. */
const FOLLOWED_WITHIN_MS = 60_000;
/** So many answers come from both workers; many more are guesses, for which the whole address is refused (docs/limits.md). */
const SURE_AFTER = 3;
/** Who rotates waits until everybody has read the file. */
const READ_AFTER_MS = 5_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const FAULTS_OF_ORDERS: readonly Fault[] = [
  { name: "certificate rotated", group: "certificates", instant: true, begin: rotateCertificate },
  { name: "certificate spoiled", group: "certificates", begin: spoilCertificate },
  { name: "signing keys rotated", group: "keys", instant: true, begin: rotateKeys },
  { name: "secrets of callers rotated", group: "callers", instant: true, begin: rotateSecrets },
  { name: "file of callers spoiled", group: "callers", begin: spoilCallers },
  { name: "bundle swapped", group: "bundles", instant: true, begin: swapBundle },
  { name: "bad bundle offered", group: "bundles", begin: offerBadBundle },
];

async function rotateCertificate({ world, ledger }: Scene): Promise<Begun> {
  const der = world.certify(true);
  const end = async () => {
    const took = await until(async () => {
      const addresses = world.replicas.flatMap(({ running }) =>
        running === undefined ? [] : [running.http, running.grpc],
      );
      const shown = await Promise.all(addresses.map(shownAt));
      return shown.every((certificate) => certificate?.equals(der) === true);
    }, FOLLOWED_WITHIN_MS);
    if (took === undefined) ledger.violation("a new certificate is not shown");
    return took === undefined ? "never shown" : `shown by both ports of all ${seconds(took)} later`;
  };
  return { what: "a new pair for both ports", end };
}

async function spoilCertificate({ world }: Scene): Promise<Begun> {
  world.certify(false);
  return { what: "a key that does not fit", end: async () => void world.certify(true) };
}

/** The certificate that a new connection is shown; nothing where nobody answers. */
function shownAt(address: string): Promise<Buffer | undefined> {
  const port = Number(address.slice(address.lastIndexOf(":") + 1));
  return new Promise((resolve) => {
    const socket = connect({
      host: "127.0.0.1",
      port,
      servername: "localhost",
      rejectUnauthorized: false,
      ALPNProtocols: ["h2", "http/1.1"],
    });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once("secureConnect", () => {
      resolve(socket.getPeerCertificate().raw);
      socket.destroy();
    });
    socket.on("error", () => resolve(undefined));
    socket.on("close", () => resolve(undefined));
  });
}

/** All tenants' grants are signed with the same keys, and the first tenant's admins say which. */
async function rotateKeys({ world, ledger, random }: Scene): Promise<Begun> {
  const [tenant] = TENANTS;
  let said = "not ordered";
  const order = async () => {
    const at = random.pick(world.replicas).running;
    if (at === undefined) return false;
    const { status, body } = await world.client.http(at, "/v1/keys:rotate", world.callers.secret(tenant, "admin"), {
      now: false,
    });
    said = body["rotated"] === true ? "rotated" : `${status} ${body["code"] ?? "under way already"}`;
    return status === 200;
  };
  await order().catch(() => false);
  const end = async () => {
    const done = said === "rotated" || (await until(order, FOLLOWED_WITHIN_MS)) !== undefined;
    if (!done) ledger.violation(`signing keys cannot be rotated: ${said}`);
    return said;
  };
  return { what: `by the admin of ${tenant}`, end };
}

async function rotateSecrets({ world, ledger }: Scene): Promise<Begun> {
  world.callers.add();
  await pause(READ_AFTER_MS);
  world.callers.use();
  const end = async () => {
    // Calls that are under way carry the old ones.
    await pause(READ_AFTER_MS / 5);
    const old = world.callers.dropOld();
    const dropped = performance.now();
    await pause(READ_AFTER_MS / 2);
    const took = await until(async () => {
      for (const { running } of world.replicas) {
        for (const [, secret] of running === undefined ? [] : old) {
          for (let asked = 0; asked < SURE_AFTER && running !== undefined; asked++) {
            const { status } = await world.client.http(running, "/v1/decisions", secret, {}, true);
            if (status !== 401) return false;
          }
        }
      }
      return true;
    }, FOLLOWED_WITHIN_MS);
    if (took === undefined) ledger.violation("secrets that were taken out are still good");
    return took === undefined
      ? "the old ones are still good"
      : `the old ones were refused everywhere after ${seconds(performance.now() - dropped)}`;
  };
  return { what: "all of both tenants, while they are in use", end };
}

async function spoilCallers({ world }: Scene): Promise<Begun> {
  world.callers.spoil();
  return { what: "no YAML", end: async () => void world.callers.mend() };
}

async function swapBundle({ world, ledger, random }: Scene): Promise<Begun> {
  const tenant = random.pick(TENANTS);
  const others = (world.bundles.get(tenant) ?? []).filter(({ archive }) => archive !== world.offered(tenant));
  const bundle = random.pick(others);
  world.offer(tenant, bundle.archive);
  const end = async () => {
    const took = await until(async () => {
      for (const { running } of world.replicas) {
        if (running === undefined) continue;
        const { body } = await world.client.http(running, "/v1/bundles", world.callers.secret(tenant, "admin"));
        const { active } = body as unknown as { readonly active: { readonly digest: string } };
        if (active.digest !== bundle.digest) return false;
      }
      return true;
    }, FOLLOWED_WITHIN_MS);
    if (took === undefined) ledger.violation(`a new bundle of ${tenant} does not come into use`);
    return took === undefined ? "never in use" : `in use at all replicas ${seconds(took)} later`;
  };
  return { what: `${tenant}, to "${bundle.mark}"`, end };
}

async function offerBadBundle({ world, random }: Scene): Promise<Begun> {
  const tenant = random.pick(TENANTS);
  const good = random.pick(world.bundles.get(tenant) ?? []);
  const { name, archive } = random.pick(world.badBundles);
  world.offer(tenant, archive);
  return { what: `${tenant}: ${name}`, end: async () => void world.offer(tenant, good.archive) };
}

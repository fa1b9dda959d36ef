import type { Begun, Fault, Scene } from "./fault.ts";
import { seconds } from "./fault.ts";
import type { Replica } from "./world.ts";

// What happens to processes, to PostgreSQL, to the network before it, and to clocks.

/** Less than after which a silent worker is killed, and more. */
const PAUSES_MS = [1_000, 8_000] as const;
const CLOCK_STEPS_S = [-600, -45, -5, 5, 45, 600] as const;
const SLOW_MS = 200;
const MOST_STARTS = 5;

export const FAULTS_BELOW: readonly Fault[] = [
  { name: "worker killed", group: "processes", instant: true, begin: killWorker },
  { name: "worker paused", group: "processes", begin: pauseWorker },
  { name: "replica killed and started", group: "processes", begin: killReplica },
  {
    name: "PostgreSQL killed and started",
    group: "postgres",
    begin: async ({ world }) => {
      await world.postgres.kill();
      return { what: "all its processes", end: () => world.postgres.start().then(() => undefined) };
    },
  },
  {
    name: "PostgreSQL paused",
    group: "postgres",
    begin: async ({ world }) => {
      world.postgres.freeze(true);
      return { what: "all its processes", end: async () => void world.postgres.freeze(false) };
    },
  },
  {
    name: "PostgreSQL ends all connections",
    group: "postgres",
    instant: true,
    begin: async ({ world }) => {
      const statement = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()";
      await world.postgres.query(`${statement} and backend_type = 'client backend'`);
      return { what: "pg_terminate_backend", end: async () => undefined };
    },
  },
  { name: "connections cut", group: "postgres", begin: cutConnections },
  {
    name: "network forgets connections",
    group: "postgres",
    begin: async ({ world: { network } }) => {
      network.stall(true);
      const end = async () => {
        network.stall(false);
        network.cutAll();
        return undefined;
      };
      return { what: "nothing passes, and nobody is told", end };
    },
  },
  {
    name: "network slow",
    group: "postgres",
    begin: async ({ world: { network } }) => {
      network.delay(SLOW_MS);
      return { what: `${SLOW_MS} ms each way`, end: async () => void network.delay(0) };
    },
  },
  { name: "clock step", group: "clocks", begin: stepClock },
];

/** Any worker but the one whose memory is looked at for the whole run. */
async function victim({ world, random }: Scene): Promise<{ readonly pid: number; readonly replica: Replica }> {
  for (;;) {
    const workers = world.replicas.flatMap((replica) => replica.workers().map((pid) => ({ pid, replica })));
    const possible = workers.filter(({ pid }) => pid !== world.survivor);
    if (possible.length > 0) return random.pick(possible);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function killWorker(scene: Scene): Promise<Begun> {
  const { pid, replica } = await victim(scene);
  process.kill(pid, "SIGKILL");
  return { what: `worker ${pid} of replica ${replica.index}`, end: async () => undefined };
}

async function pauseWorker(scene: Scene): Promise<Begun> {
  const { pid, replica } = await victim(scene);
  const forMs = scene.random.pick(PAUSES_MS);
  process.kill(pid, "SIGSTOP");
  const paused = new Promise((resolve) => setTimeout(resolve, forMs));
  const end = async () => {
    await paused;
    try {
      process.kill(pid, "SIGCONT");
      return "it went on";
    } catch {
      return "its primary had replaced it";
    }
  };
  return { what: `worker ${pid} of replica ${replica.index}, for ${seconds(forMs)}`, end };
}

/** Any replica but the last, whose primary and one worker live as long as the run. */
async function killReplica({ world, random }: Scene): Promise<Begun> {
  const replica = random.pick(world.replicas.slice(0, -1));
  await replica.kill();
  const end = async () => {
    const begun = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        await replica.start();
        return `ready ${seconds(performance.now() - begun)} after it was started, at attempt ${attempt}`;
      } catch (error) {
        // A file or a database that another fault has just spoiled is no start; systemd tries again.
        if (attempt === MOST_STARTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  };
  return { what: `replica ${replica.index}, its whole process group`, end };
}

async function cutConnections({ world: { network }, random }: Scene): Promise<Begun> {
  const cuts = random.between(3, 12);
  let over = false;
  const cutting = (async () => {
    for (let cut = 0; cut < cuts && !over; cut++) {
      network.cutAll();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const end = async () => {
    over = true;
    await cutting;
    return undefined;
  };
  return { what: `all of them, up to ${cuts} times`, end };
}

async function stepClock({ world, random }: Scene): Promise<Begun> {
  const replica = random.pick(world.replicas);
  const step = random.pick(CLOCK_STEPS_S);
  replica.clock(step);
  const end = async () => {
    replica.clock(0);
    // It is looked at once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return undefined;
  };
  return { what: `replica ${replica.index}, by ${step} s, and back`, end };
}

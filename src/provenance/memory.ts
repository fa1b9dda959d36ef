import { WritError } from "../domain/errors.ts";
import type { Said, Sighting } from "../domain/provenance.ts";
import type { ValueHasher, ValueMemory, ValueStore } from "../ports/value-store.ts";
import { CUT, SPOKE } from "./results.ts";

const NO_HASH = new Uint8Array();

/** Somebody deletes the tenant's key between its reading and its use; twice in a row is no accident. */
const MAX_ATTEMPTS = 3;

/** What sessions have heard: hashed by the one, kept by the other. */
export function valueMemory(hasher: ValueHasher, store: ValueStore): ValueMemory {
  return {
    recall: (tenant, session, values) =>
      withKey(tenant, hasher, async () => {
        const asked = await hasher.hash(tenant, values);
        const found = await store.find(tenant, session, asked);
        if (found === "key_gone") return found;
        const known = new Map<string, readonly Sighting[]>();
        for (const [index, sightings] of found.entries()) {
          const value = values[index];
          if (value !== undefined && sightings.length > 0) known.set(value, sightings);
        }
        return { value: known };
      }),
    remember: (tenant, session, said, atMs, agent = "") =>
      said.length === 0
        ? Promise.resolve()
        : withKey(tenant, hasher, async () => {
            const { key_id, hashed } = await hashAll(tenant, hasher, said);
            const added = await store.add(tenant, session, key_id, hashed, atMs, agent);
            return added === "key_gone" ? added : { value: undefined };
          }),
  };
}

async function hashAll(tenant: string, hasher: ValueHasher, said: readonly Said[]) {
  const { key_id, hashes } = await hasher.hash(tenant, [CUT, SPOKE, ...said.flatMap(({ values }) => values)]);
  const [cut = NO_HASH, spoke = NO_HASH, ...rest] = hashes;
  let start = 0;
  const hashed = said.map(({ origin, tool, decision_id, values }) => {
    const own = rest.slice(start, start + values.length);
    start += values.length;
    return { origin, tool, decision_id, hashes: own, marks: { cut, spoke } };
  });
  return { key_id, hashed };
}

async function withKey<T>(
  tenant: string,
  hasher: ValueHasher,
  attempt: () => Promise<{ readonly value: T } | "key_gone">,
): Promise<T> {
  for (let tries = 1; tries <= MAX_ATTEMPTS; tries++) {
    const result = await attempt();
    if (result !== "key_gone") return result.value;
    hasher.forget(tenant);
  }
  throw new WritError("unavailable", "the tenant's key for values changes all the time");
}

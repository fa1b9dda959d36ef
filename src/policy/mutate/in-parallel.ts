/** Does the same to every item, at most `jobs` at a time; results in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  jobs: number,
  each: (item: T, worker: number) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const work = async (worker: number): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await each(item, worker));
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, (_, worker) => work(worker)));
  return items.map((_, index) => results.get(index) as R);
}

/** Asks until the answer is there. @throws what it last was, after a while */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  let last: unknown = "no answer";
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: ${String(last)}`);
}

import type { Answer, Gateway } from "./gateway.ts";

/** @param base `http://host:port` */
export function httpGateway(base: string): Gateway {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(base + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    protocol: "http",
    decide: async (request) => (await post("/v1/decisions", request)) as Answer,
    report: async (id, outcome) => {
      await post(`/v1/decisions/${id}/outcome`, outcome);
    },
    close: () => {},
  };
}

/** @returns the ids among these that cannot be read back */
export async function unreadable(base: string, ids: readonly string[], atOnce: number): Promise<readonly string[]> {
  const missing: string[] = [];
  const queue = [...ids];
  const worker = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const response = await fetch(`${base}/v1/decisions/${id}`);
      const stored = (await response.json()) as { readonly decision?: { readonly decision_id: string } };
      if (stored.decision?.decision_id !== id) missing.push(id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return missing;
}

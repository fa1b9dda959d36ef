// In your project: from "@writ/client".
import { createGuard, type Guard, redact, WritClient } from "../../../packages/client/src/index.ts";

/** What every tool call of this application is judged by. The application reads its environment; the package reads none. */
export function guardFrom(env: NodeJS.ProcessEnv): Guard {
  const token = env["WRIT_CALLER_TOKEN"];
  const client = new WritClient({
    url: env["WRIT_URL"] ?? "http://127.0.0.1:8181",
    ...(token === undefined ? {} : { token }),
    timeoutMs: Number(env["WRIT_TIMEOUT_MS"] ?? 5_000),
  });
  return createGuard({
    client,
    // In development mode Writ believes loopback. In production: `agent: { token }` and `intent: { token }`.
    about: {
      agent: { id: "agent:support" },
      intent: {
        claims: {
          task: "tsk_123",
          purpose: "answer issue 123",
          on_behalf_of: "user:alice",
          allows: [{ verb: "ticket.*", resource: "https://github.com/acme/*" }],
        },
      },
      session: env["WRIT_SESSION"] ?? "s-42",
    },
    obligations: { redact },
    onOutcomeFailed: (error, decisionId) => console.error(`the outcome of ${decisionId} was not reported: ${error}`),
  });
}

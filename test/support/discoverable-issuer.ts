import { createServer } from "node:http";
import { freePort } from "./ports.ts";
import { newIssuer, type TestIssuer } from "./tokens.ts";

/** An issuer of the test's own that verifiers can discover. */
export interface DiscoverableIssuer {
  readonly url: string;
  readonly tokens: TestIssuer;
  stop(): Promise<void>;
}

/** Serves discovery and keys (OpenID Connect Discovery 1.0 section 4); its tokens say whatever the test wants. */
export async function startIssuer(): Promise<DiscoverableIssuer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const tokens = await newIssuer({ issuer: url });
  const documents: Readonly<Record<string, object>> = {
    "/.well-known/openid-configuration": {
      issuer: url,
      jwks_uri: `${url}/jwks`,
      authorization_endpoint: `${url}/none`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
    },
    "/jwks": tokens.jwks(),
  };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(documents[request.url as string] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url,
    tokens,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../../src/config/load.ts";
import { deployFiles, deployText, deployYaml, documentsOf } from "../../support/deploy.ts";
import { exampleFile, filledIn } from "../../support/gateways/config.ts";

// What can be said of deploy/ without the tools that it is for; test/integration/deploy has them.

test("every file of YAML or JSON is one", () => {
  const files = deployFiles(/\.(ya?ml|json)$/);
  expect(files).toContain("compose/compose.yaml");
  for (const path of files) expect(() => documentsOf(deployText(path)), path).not.toThrow();
});

/** What each place beside the file says in variables. */
const SECRETS = { DATABASE_URL: "postgresql://writ@db/writ" };

describe("every configuration of Writ is one that it takes", () => {
  const files = deployFiles(/(^|\/)writ\.yaml$/);

  test("there are some", () => {
    expect(files).toEqual(
      expect.arrayContaining(["compose/writ.yaml", "kustomize/base/writ.yaml", "sidecar/envoy/writ.yaml"]),
    );
  });

  test.each(files)("%s", (path) => {
    const config = loadConfig({ env: SECRETS, file: { path, text: deployText(path) } });
    expect(config.callers.length).toBeGreaterThan(0);
    // In a pod of its own, and beside Compose's network, Writ is asked by others; beside a gateway by nobody else.
    expect(config.http.listen.host).toBe(path.startsWith("sidecar/") ? "127.0.0.1" : "0.0.0.0");
    // Links and the issuer of grants have it.
    expect(config.publicUrl).not.toContain("0.0.0.0");
  });
});

interface Composed {
  readonly services: { readonly writ: { readonly environment: Readonly<Record<string, string>> } };
}
interface Sidecar {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly initContainers: readonly [{ readonly env: { name: string; value: string }[] }] };
    };
  };
}

const VARIABLES: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  "compose.yaml": () => (deployYaml("compose/compose.yaml") as Composed).services.writ.environment,
  "writ.service": () =>
    Object.fromEntries(
      [...deployText("systemd/writ.service").matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    ),
  "the sidecar": () =>
    Object.fromEntries(
      (deployYaml("sidecar/base/deployment.yaml") as Sidecar).spec.template.spec.initContainers[0].env.map(
        ({ name, value }) => [name, value],
      ),
    ),
  "the image": () =>
    Object.fromEntries(
      [...(/^ENV NODE_ENV.*$/m.exec(deployText("container/Containerfile"))?.[0] ?? "").matchAll(/(\w+)=(\S+)/g)].map(
        ([, name, value]) => [name, value],
      ),
    ),
};

test.each(Object.entries(VARIABLES))("%s sets variables that Writ knows", (_, read) => {
  const variables = read();
  expect(Object.keys(variables).length).toBeGreaterThan(1);
  expect(() => loadConfig({ env: variables })).not.toThrow();
});

/** Where a sidecar's gateway differs from its example, which is tested against the real gateway: ports that other pods reach. */
const GATEWAYS: Readonly<Record<string, readonly [file: string, changes: Readonly<Record<string, string>>]>> = {
  envoy: ["envoy.yaml", { "address: 127.0.0.1, port_value: 10000": "address: 0.0.0.0, port_value: 10000" }],
  nginx: ["mcp.conf", { "listen 127.0.0.1:8080;": "listen 8080;" }],
  agentgateway: [
    "agentgateway.yaml",
    { "port: 3000": "port: 8080", "http://127.0.0.1:8080/mcp": "http://127.0.0.1:3000/mcp" },
  ],
};

test.each(Object.entries(GATEWAYS))(
  "the sidecar for %s has the example's configuration",
  (gateway, [file, changes]) => {
    expect(deployText(`sidecar/${gateway}/${file}`)).toBe(filledIn(exampleFile(gateway, file), changes));
  },
);

describe("values.schema.json", () => {
  // Helm reads it as draft-07, which has no "discriminator"; strict mode is about style.
  const accepts = new Ajv({ strict: false, allErrors: true }).compile(
    deployYaml("helm/writ/values.schema.json") as object,
  );
  const values = deployYaml("helm/writ/values.yaml") as Readonly<Record<string, object>>;
  const given = (path: string) => {
    const own = deployYaml(path) as Readonly<Record<string, object>>;
    return Object.fromEntries(
      [...new Set([...Object.keys(values), ...Object.keys(own)])].map((key) => [
        key,
        Array.isArray(values[key]) || typeof values[key] !== "object"
          ? (own[key] ?? values[key])
          : { ...values[key], ...own[key] },
      ]),
    );
  };

  test.each(deployFiles(/^helm\/writ\/ci\/.*\.yaml$/))("accepts values.yaml with %s", (path) => {
    expect(accepts(given(path)), JSON.stringify(accepts.errors)).toBe(true);
  });

  test("knows every value of values.yaml, and no other", () => {
    const { properties } = deployYaml("helm/writ/values.schema.json") as { properties: object };
    expect(Object.keys(properties).filter((key) => key !== "global")).toEqual(Object.keys(values));
  });

  test.each([
    "replcas: 3",
    "image: { repository: '' }",
    "image: { digest: sha256:abc }",
    "config: { workers: 2 }",
    "config: { callers: {}, http: { listen: '0.0.0.0:1' } }",
    "config: { callers: {}, database: { url: 'postgresql://a:b@c/d' } }",
    "tls: { existingSecret: '' }",
    "secretFiles: [{ secret: a, mountPath: relative }]",
    "autoscaling: { minReplicas: 0 }",
    "service: { httpPort: 70000 }",
  ])("refuses %s", (text) => {
    expect(accepts(parse(text))).toBe(false);
  });
});

test("what the container's health check asks is what the image offers", () => {
  expect(deployText("container/Containerfile")).toContain("EXPOSE 8181 9191");
  expect(deployText("container/healthcheck.mjs")).toContain("127.0.0.1:8181/healthz");
  const { http, grpc } = loadConfig({ env: {} });
  expect([http.listen.port, grpc.listen.port]).toEqual([8181, 9191]);
});

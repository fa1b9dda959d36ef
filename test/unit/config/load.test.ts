import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { WritError } from "../../../src/domain/errors.ts";
import { configurationDoc } from "../../../tools/docs-config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const SECRET = "hunter2-4711";

function problemsOf(text: string, env: Record<string, string> = {}): readonly string[] {
  try {
    loadConfig({ env, file: { path: "writ.yaml", text } });
    return [];
  } catch (error) {
    if (!(error instanceof WritError) || error.code !== "invalid_argument") throw error;
    return error.message.split("\n");
  }
}

describe("settings", () => {
  test("nothing set is production on OPA's and Envoy's ports, committed", () => {
    expect(loadConfig({ env: {} })).toMatchObject({
      mode: "production",
      environment: "production",
      durability: { read_only: "committed", bounded_write: "committed", privileged: "committed" },
      publicUrl: "http://127.0.0.1:8181",
      http: { listen: { host: "127.0.0.1", port: 8181 } },
      grpc: { listen: { host: "127.0.0.1", port: 9191 } },
      database: { url: "" },
      grants: { issuer: "http://127.0.0.1:8181" },
    });
  });

  test("a variable wins over the file, the file over the default, and an empty variable is none", () => {
    const file = { path: "writ.yaml", text: "workers: 3\ntenant: acme\nhttp:\n  listen: 127.0.0.1:1234\n" };
    const config = loadConfig({ env: { WRIT_WORKERS: "5", WRIT_TENANT: "" }, file });
    expect(config).toMatchObject({ workers: 5, tenant: "acme", publicUrl: "http://127.0.0.1:1234" });
  });

  test("a map comes from the file or from a variable", () => {
    const text = "grants:\n  algorithms:\n    aws: RS256\n";
    for (const config of [
      loadConfig({ env: {}, file: { path: "f", text } }),
      loadConfig({ env: { WRIT_GRANTS_ALGORITHMS: "aws=RS256" } }),
    ]) {
      expect([...config.grants.algorithms]).toEqual([["aws", "RS256"]]);
    }
  });

  test("cannot be changed afterwards", () => {
    const config = loadConfig({ env: {} }) as { tenant: string };
    expect(() => {
      config.tenant = "other";
    }).toThrow(TypeError);
  });
});

describe("what is wrong is named, all of it at once, and never repeated", () => {
  test.each([
    ["an unknown key", "tenant: a\nnonsense: 1\n", ["writ.yaml:2:1: nonsense is not a known setting"]],
    ["an unknown key in a group", "http:\n  port: 1\n", ["writ.yaml:2:3: http.port is not a known setting"]],
    ["a key that is there twice", "tenant: a\ntenant: b\n", ["writ.yaml:2:1: tenant is there twice"]],
    ["a wrong type", "workers: many\n", ["writ.yaml:1:10: workers must be a whole number from 0 to 256"]],
    [
      "a wrong choice",
      "durability: maybe\n",
      ["writ.yaml:1:13: durability must be one of committed, spooled, relaxed"],
    ],
    ["a group that is none", "http: 8181\n", ["writ.yaml:1:7: http must be a group of settings"]],
    ["a list", "- a\n", ["writ.yaml:1:1: must be a map of settings"]],
  ])("%s", (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  test("not YAML", () => {
    expect(problemsOf(`database:\n  url: "${SECRET}\n`)[0]).toMatch(/^writ\.yaml:\d+:\d+: is not YAML/);
  });

  test.each([
    ["an unknown variable", { WRIT_HTP_LISTEN: "x" }, "WRIT_HTP_LISTEN"],
    ["an address beyond loopback", { WRIT_HTTP_LISTEN: "0.0.0.0:8181" }, "loopback"],
    ["a name that may resolve to anything", { WRIT_GRPC_LISTEN: "example.com:9191" }, "loopback"],
    ["an address that is none", { WRIT_HTTP_LISTEN: "8181" }, "host:port"],
    ["a key that is too short", { WRIT_GRANTS_KEY_ENCRYPTION_KEY: "c2hvcnQ=" }, "32 bytes"],
    ["two keys", { WRIT_GRANTS_KEY_ENCRYPTION_KEY: KEY, WRIT_GRANTS_KEY_ENCRYPTION_KEY_FILE: "/k" }, "beside"],
    ["a database that is none", { DATABASE_URL: SECRET }, "postgresql://"],
    ["an issuer with a query", { WRIT_GRANTS_ISSUER: "https://a.example/?b" }, "URL without"],
    ["an algorithm that nobody knows", { WRIT_GRANTS_ALGORITHMS: "aws=HS256" }, "ES256 or RS256"],
  ])("%s", (_, env, expected) => {
    const [problem, ...more] = problemsOf("", env);
    expect(problem).toContain(expected);
    expect(more).toEqual([]);
  });

  test("several problems come together, and no secret with them", () => {
    const found = problemsOf("nonsense: 1\n", { DATABASE_URL: SECRET, WRIT_WORKERS: "-1" });
    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain(SECRET);
  });

  test("what the command line reads may be set where the service starts", () => {
    const env = {
      WRIT_URL: "http://127.0.0.1:8181",
      WRIT_TOKEN: SECRET,
      WRIT_HOOK_TOKEN_FILE: "/t",
      WRIT_AGENT_ID: "agent:a",
    };
    expect(problemsOf("", env)).toEqual([]);
  });

  test("what Kubernetes sets for a Service called writ is nobody's mistake", () => {
    const env = { WRIT_SERVICE_HOST: "10.0.0.1", WRIT_PORT_8181_TCP: "tcp://10.0.0.1:8181", WRIT_SERVICE_PORT: "8181" };
    expect(problemsOf("", env)).toEqual([]);
  });
});

test("docs/configuration.md is what the schema says", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(configurationDoc());
});

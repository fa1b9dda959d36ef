import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";
import { counterpartOf, programOf, titled } from "../../support/counterpart.ts";
import { deployFiles, deployText, documentsOf, type KubernetesObject } from "../../support/deploy.ts";
import { type ApiServer, startApiServer } from "../../support/kube-apiserver.ts";

const helm = counterpartOf("test-deploy", "helm");
const kustomize = counterpartOf("test-deploy", "kustomize");
const apiServer = counterpartOf("test-deploy", "kube-apiserver");
const etcd = counterpartOf("test-deploy", "etcd");
const needs = [helm, kustomize, apiServer, etcd];

const CHART = "deploy/helm/writ";
const MINIMAL = `${CHART}/ci/minimal.yaml`;
const NAMESPACE = "agents";
/** The Prometheus operator's kinds, which no API server knows without the operator. */
const OPERATOR = "monitoring.coreos.com/v1";

const run = promisify(execFile);

async function rendered(...args: readonly string[]): Promise<string> {
  return (await run(programOf(helm), ["template", "writ", CHART, "--namespace", NAMESPACE, ...args])).stdout;
}

const VALUES = deployFiles(/^helm\/writ\/ci\/.*\.yaml$/).map((path) => `deploy/${path}`);

const SOURCES: Readonly<Record<string, () => Promise<string>>> = {
  ...Object.fromEntries(VALUES.map((values) => [values, () => rendered("--values", values)])),
  ...Object.fromEntries(
    ["kustomize/base", "kustomize/overlays/example", "sidecar/envoy", "sidecar/nginx", "sidecar/agentgateway"].map(
      (path) => [path, async () => (await run(programOf(kustomize), ["build", `deploy/${path}`])).stdout],
    ),
  ),
};

let server: ApiServer;

describe.skipIf(needs.some(({ missing }) => missing !== undefined))(titled("Kubernetes", ...needs), () => {
  beforeAll(async () => {
    server = await startApiServer(programOf(etcd), programOf(apiServer));
    // The strictest that Kubernetes has for pods: a Deployment that could not have its pods here is warned of, a pod refused.
    const labels = {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    };
    await server.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } });
  });
  afterAll(() => server?.stop());

  test.each(VALUES)("helm lint finds nothing with %s", async (values) => {
    const { stdout } = await run(programOf(helm), ["lint", "--strict", CHART, "--values", values]);
    expect(stdout).toContain("0 chart(s) failed");
  });

  test.each(Object.entries(SOURCES))("an API server would take all of %s", async (_, read) => {
    const objects = documentsOf(await read());
    expect(objects.map(({ kind }) => kind)).toContain("Service");
    for (const object of objects.filter(({ apiVersion }) => apiVersion !== OPERATOR)) {
      expect(await server.dryRun(object, NAMESPACE), `${object.kind} ${object.metadata.name}`).toEqual([]);
    }
    for (const pod of podsOf(objects)) expect(await server.dryRun(pod, NAMESPACE)).toEqual([]);
  });

  test("the API server does refuse what is wrong", async () => {
    const [pod] = podsOf(documentsOf(await rendered("--values", MINIMAL)));
    const misspelt = { ...(pod as object), specc: {} } as unknown as KubernetesObject;
    await expect(server.dryRun(misspelt, NAMESPACE)).rejects.toThrow("specc");
    const root = JSON.parse(JSON.stringify(pod).replaceAll('"runAsNonRoot":true', '"runAsNonRoot":false'));
    await expect(server.dryRun(root, NAMESPACE)).rejects.toThrow("restricted");
  });

  test.each(Object.entries(SOURCES))("Writ takes the settings and the variables of %s", async (_, read) => {
    const objects = documentsOf(await read());
    const configs = objects.flatMap(({ data }) => data?.["writ.yaml"] ?? []);
    expect(configs).toHaveLength(1);
    const variables = podsOf(objects).flatMap(({ spec }) =>
      [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ env = [] }) => env),
    );
    expect(variables.map(({ name }) => name)).toContain("DATABASE_URL_FILE");
    const env = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    const config = loadConfig({ env, file: { path: "writ.yaml", text: configs[0] as string } });
    // Nobody reaches links, or an issuer, at the address that is listened on.
    expect(config.publicUrl).not.toContain("0.0.0.0");
  });

  test.each([
    ["nobody who may ask", "config.callers=null", "callers"],
    ["a spool on a disk that goes with its pod", "config.durability=spooled", "persistence.enabled"],
    ["certificates that the kubelet has not", "config.tls.client_certificates=required", "probes"],
    ["no certificate", "tls.existingSecret=", "existingSecret"],
    ["a misspelt value", "replcas=3", "replcas"],
  ])("the chart refuses %s", async (_, value, said) => {
    await expect(rendered("--values", MINIMAL, "--set", value)).rejects.toThrow(said);
  });

  test("the plain manifests are those of the chart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "writ-kustomize-"));
    await run("tools/deploy/kustomize-base.sh", [programOf(helm), folder]);
    for (const name of ["manifests.yaml", "writ.yaml"]) {
      expect(readFileSync(join(folder, name), "utf8"), "run make deploy-base").toBe(
        deployText(`kustomize/base/${name}`),
      );
    }
    rmSync(folder, { recursive: true });
  });
});

interface Pod extends Omit<KubernetesObject, "spec"> {
  readonly spec: NonNullable<NonNullable<KubernetesObject["spec"]>["template"]>["spec"];
}

/** The pods that a workload would have; what it says of itself is judged by others. */
function podsOf(objects: readonly KubernetesObject[]): readonly (KubernetesObject & Pod)[] {
  return objects.flatMap(({ metadata, spec }) =>
    spec?.template === undefined
      ? []
      : [
          {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { ...spec.template.metadata, name: metadata.name },
            // Tied to volumes that a claim makes, and to a class that the scheduler knows: neither is there.
            spec: withoutClaims(spec.template.spec),
          } as unknown as KubernetesObject & Pod,
        ],
  );
}

/** A StatefulSet adds the volume of its claim. */
function withoutClaims(spec: object): object {
  const { volumes = [], ...rest } = spec as { readonly volumes?: readonly { readonly name: string }[] };
  const data = volumes.some(({ name }) => name.endsWith("data")) ? [] : [{ name: "data", emptyDir: {} }];
  return { ...rest, volumes: [...volumes, ...data] };
}

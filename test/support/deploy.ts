import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, parseAllDocuments } from "yaml";

const ROOT = "deploy";

/** What is written down in deploy/, by its path there; Helm's templates are texts that Helm alone reads. */
export function deployFiles(ending: RegExp): readonly string[] {
  return everyFile(ROOT)
    .map((path) => relative(ROOT, path))
    .filter((path) => ending.test(path) && !path.includes("templates/"));
}

function everyFile(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

export function deployText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

export function deployYaml(path: string): unknown {
  return parse(deployText(path));
}

/** Every document of a YAML text. @throws for what is no YAML */
export function documentsOf(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value = document.toJS();
    return value === null ? [] : [value as KubernetesObject];
  });
}

/** As much of an object of Kubernetes as is looked at here. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template?: { readonly metadata: object; readonly spec: PodSpec } };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

import { BUNDLE_DATA, BUNDLE_MANIFEST, BUNDLE_SIGNATURES, type BundleFiles, POLICY_WASM } from "../../domain/bundle.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { GATHERED } from "../gathered.ts";
import { outlineOf } from "../rego/outline.ts";

/** One rule of a package that main gathers. */
export interface InspectedRule {
  readonly name: string;
  /** The reason's code, for rules that give reasons. */
  readonly title: string;
  readonly description: string;
  readonly controls: readonly string[];
}

export interface InspectedPackage {
  readonly package: string;
  readonly title: string;
  readonly rules: readonly InspectedRule[];
}

/** What a bundle is and holds. */
export interface Inspected {
  readonly revision: string;
  readonly digest: string;
  readonly roots: readonly string[];
  readonly entrypoints: readonly string[];
  /** Builtins that the module asks of its host. */
  readonly builtins: readonly string[];
  readonly built_with: string;
  /** Parts of the input that are read, as JSON Pointers; absent where nobody has looked. */
  readonly reads?: readonly string[];
  readonly signed: boolean;
  readonly bytes: { readonly total: number; readonly wasm: number; readonly data: number };
  /** Keys at the root of the data document, with the number of members of each. */
  readonly data: Readonly<Record<string, number>>;
  readonly packages: readonly InspectedPackage[];
}

/** What the compiled module says of itself. */
export interface InspectedModule {
  readonly digest: string;
  readonly revision: string;
  readonly entrypoints: readonly string[];
  readonly builtins: readonly string[];
}

export function inspectBundle(files: BundleFiles, module: InspectedModule): Inspected {
  const manifest = objectIn(files, BUNDLE_MANIFEST);
  const metadata = member(member(manifest, "metadata"), "writ");
  const { built_with: builtWith, input } = metadata;
  const data = objectIn(files, BUNDLE_DATA);
  const sizes = [...files.values()].map(({ length }) => length);
  return {
    revision: module.revision,
    digest: module.digest,
    roots: texts(manifest["roots"] ?? [""]),
    entrypoints: module.entrypoints,
    builtins: [...module.builtins].sort(),
    built_with: typeof builtWith === "string" ? builtWith : "opa",
    ...(input === undefined ? {} : { reads: texts(input) }),
    signed: files.has(BUNDLE_SIGNATURES),
    bytes: {
      total: sizes.reduce((sum, size) => sum + size, 0),
      wasm: files.get(POLICY_WASM)?.length ?? 0,
      data: files.get(BUNDLE_DATA)?.length ?? 0,
    },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, isJsonObject(value) ? Object.keys(value).length : 1]),
    ),
    packages: [...files].filter(([path]) => path.endsWith(".rego")).flatMap(([, bytes]) => inspectPackage(bytes)),
  };
}

/** Only packages of `policy.*`: those that have something to say of calls. */
function inspectPackage(bytes: Uint8Array): readonly InspectedPackage[] {
  const text = Buffer.from(bytes).toString("utf8");
  const { package: path, packageAt, packageAnnotation, rules } = outlineOf(text);
  if (packageAt === undefined || path[0] !== "policy") return [];
  return [
    {
      package: path.join("."),
      title: textOf(packageAnnotation?.value["title"]),
      rules: rules
        .filter(({ name, form }) => form === "set" && GATHERED.some((it) => it === name.text))
        .map(({ name, annotation }) => ({
          name: name.text,
          title: textOf(annotation?.value["title"]),
          description: textOf(annotation?.value["description"]).trim(),
          controls: texts(member(annotation?.value ?? {}, "custom")["controls"] ?? []),
        })),
    },
  ];
}

function objectIn(files: BundleFiles, path: string): JsonObject {
  const bytes = files.get(path);
  if (bytes === undefined) return {};
  const value = JSON.parse(Buffer.from(bytes).toString("utf8")) as JsonValue;
  return isJsonObject(value) ? value : {};
}

function member(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

function texts(value: JsonValue): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

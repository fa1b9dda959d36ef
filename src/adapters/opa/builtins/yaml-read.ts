import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import { PolicyAborted } from "../errors.ts";
import { type BuiltinContext, BuiltinError } from "./builtin.ts";
import { textOf } from "./encoding.ts";
import { formatFloat } from "./go-float.ts";
import { FUEL_PER_YAML_CHARACTER, MAX_GENERATED_ELEMENTS } from "./limits.ts";
import { Num, ObjectValue, type Value } from "./value.ts";
import { checkDocuments, checkText } from "./yaml-check.ts";
import { type PlainScalar, resolvePlain } from "./yaml-scalar.ts";

const OPTIONS = { schema: "failsafe", uniqueKeys: false, logLevel: "silent", keepSourceTokens: true } as const;

const TAG = "tag:yaml.org,2002:";

/** Tags of scalars that are read by them; others leave a text. */
const RESOLVED = ["bool", "int", "float", "null", "timestamp"];

/**
 * Reads the first document as OPA does, and looks at the others for errors.
 * @param spend pays for it in an evaluation; nothing pays where a bundle is read
 * @throws BuiltinError, PolicyAborted for more values than a builtin may make
 */
export function readYaml(text: string, spend: BuiltinContext["spend"] = () => undefined): Value {
  spend(FUEL_PER_YAML_CHARACTER * text.length);
  checkText(text);
  let documents: readonly Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, OPTIONS);
    documents = Array.isArray(parsed) ? parsed : [];
  } catch {
    throw new BuiltinError("not YAML");
  }
  if (documents.some(({ errors }) => errors.length > 0)) throw new BuiltinError("not YAML");
  checkDocuments(text, documents, spend);
  const [first] = documents;
  return first === undefined ? null : new Reader(first).value(first.contents);
}

class Reader {
  /** What each alias stands for; the library would look for it in all of the document each time. */
  readonly #targets = new Map<unknown, unknown>();
  /** Aliases can make much of little. */
  #values = 0;
  /** What aliases lead to, as long as it is being read. */
  readonly #open = new Set<unknown>();

  constructor(document: Document.Parsed) {
    const anchors = new Map<string, unknown>();
    visit(document, {
      Alias: (_, alias) => void this.#targets.set(alias, anchors.get(alias.source)),
      Value: (_, node) => void (node.anchor !== undefined && anchors.set(node.anchor, node)),
    });
  }

  value(node: unknown): Value {
    this.#values++;
    if (this.#values > MAX_GENERATED_ELEMENTS) throw new PolicyAborted("yaml: the document has too many values");
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#within(this.#target(node), (target) => this.value(target));
    if (isScalar(node)) return scalarValue(node);
    if (isSeq(node)) return node.items.map((item) => this.value(item));
    if (isMap(node)) return new ObjectValue([...this.#entries(node)]);
    throw new BuiltinError("not YAML");
  }

  #within<T>(target: unknown, read: (target: unknown) => T): T {
    if (this.#open.has(target)) throw new BuiltinError("an anchor's value contains itself");
    this.#open.add(target);
    const found = read(target);
    this.#open.delete(target);
    return found;
  }

  #target(alias: unknown): unknown {
    const target = this.#targets.get(alias);
    if (target === undefined) throw new BuiltinError("unknown anchor");
    return target;
  }

  /** What a merge brings counts where the map itself has no such key. */
  #entries(map: YAMLMap): Map<string, Value> {
    const own = new Map<string, Value>();
    const merged = new Map<string, Value>();
    for (const { key, value } of map.items) {
      if (isScalar(key) && key.type === "PLAIN" && key.source === "<<" && key.tag === undefined) {
        for (const [name, item] of this.#merged(value)) if (!merged.has(name)) merged.set(name, item);
      } else own.set(keyText(this.value(key)), this.value(value));
    }
    return new Map([...merged, ...own]);
  }

  #merged(node: unknown): [string, Value][] {
    this.#values++;
    if (isAlias(node)) return this.#within(this.#target(node), (target) => this.#merged(target));
    if (isSeq(node)) return node.items.flatMap((item) => this.#merged(item));
    if (!isMap(node)) throw new BuiltinError("map merge requires map or sequence of maps as the value");
    return [...this.#entries(node)];
  }
}

/** A block at the end of the text has no line end that is not there. */
function sourceOf(node: Scalar): string {
  const text = node.source ?? String(node.value ?? "");
  const token = node.srcToken;
  const isOpen = token?.type === "block-scalar" && !token.source.endsWith("\n");
  return isOpen ? text.replace(/\n$/, "") : text;
}

function scalarValue(node: Scalar): Value {
  const text = sourceOf(node);
  const { tag } = node;
  if (tag === undefined || tag === "!") return node.type === "PLAIN" ? plainValue(text, resolvePlain(text)) : text;
  if (!tag.startsWith(TAG) || tag === `${TAG}str`) return text;
  if (tag === `${TAG}binary`) return textOf(Buffer.from(text, "base64"));
  const wanted = tag.slice(TAG.length);
  if (!RESOLVED.includes(wanted)) return text;
  const found = resolvePlain(text);
  const fits =
    wanted === found.kind ||
    (wanted === "bool" && found.kind === "boolean") ||
    (wanted === "float" && found.kind === "int");
  if (!fits) throw new BuiltinError(`not of the tag ${wanted}`);
  return plainValue(text, found);
}

function plainValue(text: string, scalar: PlainScalar): Value {
  if (scalar.kind === "null") return null;
  if (scalar.kind === "boolean") return scalar.value;
  if (scalar.kind === "int") return Num.of(scalar.value);
  if (scalar.kind !== "float") return text;
  if (!Number.isFinite(scalar.value)) throw new BuiltinError("JSON has no such number");
  return new Num(String(scalar.value).replace(/^-0$/, "0"));
}

function keyText(key: Value): string {
  if (typeof key === "string") return key;
  if (typeof key === "boolean") return String(key);
  if (!(key instanceof Num)) throw new BuiltinError("unsupported map key");
  return /[.e]/.test(key.text) ? formatFloat(Number(key.text), "g", -1) : key.text;
}

import { isJsonObject, type JsonObject, type JsonValue, tokenOf } from "../domain/json.ts";
import type { IssuerTrust } from "../domain/trust.ts";

/** Labels stand in every record. */
const MAX_LABEL_CHARS = 256;
const MAX_LABEL_ITEMS = 100;

/** What the claims say of the agent beside its name; undefined when one of them cannot be a label. */
export function readLabels(claims: JsonObject, { profile, labels }: IssuerTrust): JsonObject | undefined {
  const found: JsonObject = profile === "kubernetes" ? serviceAccountLabels(claims) : {};
  for (const [label, pointer] of Object.entries(labels)) {
    const value = valueAt(claims, pointer);
    if (value === undefined) continue;
    if (!isLabel(value)) return undefined;
    found[label] = value;
  }
  return found;
}

/** Text, a number, a truth value, or a list of texts; not cut short, for a policy would take a part for the whole. */
function isLabel(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length <= MAX_LABEL_ITEMS && value.every(isLabelText);
  return typeof value === "number" || typeof value === "boolean" || isLabelText(value);
}

function isLabelText(value: JsonValue): boolean {
  return typeof value === "string" && value.length <= MAX_LABEL_CHARS;
}

/** RFC 6901. */
function valueAt(claims: JsonObject, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = claims;
  for (const token of pointer.split("/").slice(1)) {
    const name = tokenOf(token);
    if (Array.isArray(value)) value = /^(?:0|[1-9]\d{0,8})$/.test(name) ? value[Number(name)] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function serviceAccountLabels({ ["kubernetes.io"]: stated }: JsonObject): JsonObject {
  const { namespace, serviceaccount, pod } = isJsonObject(stated) ? stated : {};
  return {
    ...textOf("namespace", namespace),
    ...textOf("serviceaccount", nameOf(serviceaccount)),
    ...textOf("pod", nameOf(pod)),
  };
}

function nameOf(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? value["name"] : undefined;
}

function textOf(label: string, value: JsonValue | undefined): JsonObject {
  return typeof value === "string" && isLabelText(value) ? { [label]: value } : {};
}

import type { JsonObject } from "../domain/json.ts";
import type { Domain } from "./domains.ts";
import { isReading } from "./operation.ts";
import { AMOUNT_NAMES, CURRENCY_NAMES, DESTINATION_KINDS, DESTINATIONS, FILE_NAMES, ID_WORDS } from "./properties.ts";
import { type Program, type Property, programsOf } from "./schema.ts";
import { singular, wordSet } from "./tokens.ts";
import type { Operation } from "./words.ts";

const IDS = wordSet(ID_WORDS);

/** What the arguments of a tool are, as catalogue fields; what a name does not say plainly is left to a person. */
export function placesOf(
  domain: Domain,
  operation: Operation | undefined,
  properties: readonly Property[],
  dialect: string | undefined,
): JsonObject {
  const reads = operation !== undefined && isReading(operation);
  // Code and patches that a tool only looks at are data.
  const programs = programsOf(properties).filter(({ kind }) => !reads || kind === "shell" || kind === "sql");
  const own = properties.filter(({ depth }) => depth === 0);
  const resource = resourceOf(domain, own);
  const destinations = operation === undefined ? [] : destinationsOf(operation, domain, properties);
  const amount = operation === undefined ? undefined : amountOf(domain, own);
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(destinations.length === 0 ? {} : { destinations }),
    ...(amount === undefined ? {} : { amount }),
    ...(programs.length === 0 ? {} : { analyze: programs.map((program) => analysisOf(program, dialect)) }),
  };
}

function resourceOf(domain: Domain, own: readonly Property[]): JsonObject | undefined {
  const named = (words: string) => own.find((property) => property.words === words && isScalar(property));
  const [owner, repo] = [named("owner"), named("repo")];
  if (owner !== undefined && repo !== undefined) {
    return { type: "repository", uri: `repository:{${owner.pointer}}/{${repo.pointer}}` };
  }
  const candidates = domain === "file" ? filesOf(own) : idsOf(own);
  const [only, another] = candidates;
  // Of two things that a call touches naming one would let an intent for that one cover the other.
  if (only === undefined || another !== undefined) return undefined;
  if (domain === "file" && FILE_NAMES.includes(only.words)) return { type: "file", uri: `file://{${only.pointer}}` };
  const type = only.words.split(" ").slice(0, -1).map(singular).join("_") || domain;
  return { type, uri: `${type}:{${only.pointer}}` };
}

function filesOf(own: readonly Property[]): Property[] {
  const files = own.filter((property) => FILE_NAMES.includes(property.words) && isScalar(property));
  return files.length > 0 ? files : idsOf(own);
}

function idsOf(own: readonly Property[]): Property[] {
  return own.filter(
    (property) => property.required && isScalar(property) && IDS.has(property.words.split(" ").at(-1) ?? ""),
  );
}

function destinationsOf(operation: Operation, domain: Domain, properties: readonly Property[]): JsonObject[] {
  const kinds = DESTINATION_KINDS[operation] ?? [];
  return properties.flatMap((property) => {
    const found = DESTINATIONS.find(({ kind, names }) => kinds.includes(kind) && names.includes(property.words));
    if (found === undefined || !(isScalar(property) || isListOfScalars(property))) return [];
    // An address in a record is data; in a message or an invitation it is where the data goes.
    if (found.kind === "email" && operation === "create" && domain !== "message" && domain !== "calendar") return [];
    return [{ kind: found.kind, from: property.pointer }];
  });
}

function amountOf(domain: Domain, own: readonly Property[]): JsonObject | undefined {
  if (!["order", "payment", "refund", "transfer"].includes(domain)) return undefined;
  const amount = own.find(({ words }) => AMOUNT_NAMES.includes(words));
  if (amount === undefined || !isScalar(amount)) return undefined;
  const currency = own.find(({ words }) => CURRENCY_NAMES.includes(words));
  return { value: amount.pointer, ...(currency === undefined ? {} : { currency: { from: currency.pointer } }) };
}

function analysisOf({ kind, pointer, language }: Program, dialect: string | undefined): JsonObject {
  return {
    kind,
    from: pointer,
    ...(language === undefined ? {} : { language }),
    ...(kind === "sql" && dialect !== undefined ? { dialect } : {}),
  };
}

function isScalar({ schema }: Property): boolean {
  const type = schema["type"];
  return type === undefined || type === "string" || type === "number" || type === "integer" || Array.isArray(type);
}

function isListOfScalars({ schema }: Property): boolean {
  const items = schema["items"];
  const type = typeof items === "object" && items !== null && !Array.isArray(items) ? items["type"] : undefined;
  return schema["type"] === "array" && (type === undefined || type === "string" || type === "number");
}

import { booleanField, choiceField, listField, objectField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { EXT_AUTHZ_DEFAULTS, type ExtAuthzSettings, PROTOCOLS, type ProtocolSettings } from "../domain/protocols.ts";
import { readAuthzen } from "./protocols-authzen.ts";
import { readOpa } from "./protocols-opa.ts";
import { readToolhive } from "./protocols-toolhive.ts";

/** `protocols`: which are answered, and how. @throws WritError invalid_argument naming the field */
export function readProtocols(value: JsonValue): ProtocolSettings {
  const fields = objectField(value, "", ["off", "ext_authz", "authzen", "opa", "toolhive"]);
  return {
    off: listField(fields["off"] ?? [], "/off", PROTOCOLS.length, (item, at) => choiceField(item, at, PROTOCOLS)),
    authzen: readAuthzen(fields["authzen"] ?? {}, "/authzen"),
    ext_authz: readExtAuthz(fields["ext_authz"] ?? {}, "/ext_authz"),
    opa: readOpa(fields["opa"] ?? {}, "/opa"),
    toolhive: readToolhive(fields["toolhive"] ?? {}, "/toolhive"),
  };
}

function readExtAuthz(value: JsonValue, at: string): ExtAuthzSettings {
  const fields = objectField(value, at, ["remove_token"]);
  return {
    remove_token: booleanField(fields["remove_token"] ?? EXT_AUTHZ_DEFAULTS.remove_token, `${at}/remove_token`),
  };
}

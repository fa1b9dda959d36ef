import { invalidField } from "../domain/errors.ts";
import { choiceField, listField, nameField, objectField, optionalField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { UPSTREAM_PROTOCOLS, type Upstream } from "../domain/upstream.ts";

/** Each is looked at for each request. */
const MAX_UPSTREAMS = 1_000;

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?$/;
const PATH = /^(?:\/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+$/;

/** `upstreams`: which server of the catalogue stands behind which host and path. @throws WritError invalid_argument naming the field */
export function readUpstreams(value: JsonValue): readonly Upstream[] {
  return listField(value, "", MAX_UPSTREAMS, (item, at) => {
    const fields = objectField(item, at, ["server", "host", "path", "protocol"]);
    const { host = "" } = optionalField(
      "host",
      fields,
      at,
      textOf(HOST, "must be a host in lower case, with or without a port"),
    );
    const { path = "" } = optionalField("path", fields, at, textOf(PATH, "must begin with / and not end with it"));
    return {
      server: nameField(fields["server"], `${at}/server`, MAX_ID_CHARS),
      host,
      path,
      protocol: choiceField(fields["protocol"] ?? "auto", `${at}/protocol`, UPSTREAM_PROTOCOLS),
    };
  });
}

function textOf(pattern: RegExp, expected: string): (value: JsonValue, at: string) => string {
  return (value, at) => {
    if (typeof value !== "string" || !pattern.test(value)) throw invalidField(at, expected);
    return value;
  };
}

import { invalidField } from "../domain/errors.ts";
import { choiceField, listField, nameField, objectField, optionalField } from "../domain/fields.ts";
import { type JsonValue, pointerTo } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { REVOCATION_REASONS, type RevocationReason } from "../domain/revocation.ts";
import { checkName } from "./name.ts";
import { parsePrivateUrl } from "./values.ts";

/** Who is told of revocations (RFC 8935). */
export interface Subscriber {
  readonly name: string;
  readonly url: string;
  /** `aud` of its security event tokens. */
  readonly audience: string;
  readonly events: readonly RevocationReason[];
  /** A file with the value of the Authorization field, of mode 0600; "" for none. */
  readonly authorizationFile: string;
  /** PEM; "" for the system's. */
  readonly caFile: string;
}

/** Each has a line of its own, and a copy of each event. */
const MAX_SUBSCRIBERS = 20;
const MAX_PATH_CHARS = 1_024;

/** What ends in the ordinary course of things is told to those only who ask for it: every call's grant does. */
const DEFAULT_EVENTS = REVOCATION_REASONS.filter((reason) => reason !== "outcome_reported");

/** `events.subscribers`, by name. @throws WritError invalid_argument naming the field */
export function readSubscribers(value: JsonValue): readonly Subscriber[] {
  const entries = Object.entries(objectField(value, ""));
  if (entries.length > MAX_SUBSCRIBERS) throw invalidField("", `must have at most ${MAX_SUBSCRIBERS} subscribers`);
  return entries.map(([name, subscriber]) => readSubscriber(name, subscriber, pointerTo("", name)));
}

function readSubscriber(name: string, value: JsonValue, at: string): Subscriber {
  checkName(name, at);
  const fields = objectField(value, at, ["url", "audience", "events", "authorization_file", "ca_file"]);
  const url = parsePrivateUrl(nameField(fields["url"], `${at}/url`, MAX_PATH_CHARS));
  if (url === undefined) throw invalidField(`${at}/url`, "must be an https URL; http on this machine only");
  const path = (item: JsonValue, itemAt: string) => nameField(item, itemAt, MAX_PATH_CHARS);
  const events = fields["events"];
  return {
    name,
    url,
    audience: nameField(fields["audience"], `${at}/audience`, MAX_ID_CHARS),
    events:
      events === undefined
        ? DEFAULT_EVENTS
        : listField(events, `${at}/events`, REVOCATION_REASONS.length, (item, itemAt) =>
            choiceField(item, itemAt, REVOCATION_REASONS),
          ),
    authorizationFile: optionalField("authorization_file", fields, at, path).authorization_file ?? "",
    caFile: optionalField("ca_file", fields, at, path).ca_file ?? "",
  };
}

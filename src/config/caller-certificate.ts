import {
  type CallerByCertificate,
  CERTIFICATE_NAMES,
  type CertificateNameKind,
  certificateName,
  type KnownCaller,
} from "../domain/caller.ts";
import { readName } from "../domain/distinguished-name.ts";
import { invalidField } from "../domain/errors.ts";
import { nameField, objectField } from "../domain/fields.ts";
import { type JsonValue, pointerTo } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";

/** RFC 5890 section 2.3.1; a name with a wildcard in it names nobody. */
const DNS_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** SPIFFE-ID sections 2.1 and 2.2. */
const SPIFFE_ID = /^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;

/** `callers/<name>/certificate`: by which name of whose certificates it is known. @throws WritError invalid_argument naming the field */
export function readCertificate(value: JsonValue, at: string): CallerByCertificate {
  const fields = objectField(value, at, ["issuer", ...CERTIFICATE_NAMES]);
  const [kind, other] = CERTIFICATE_NAMES.filter((name) => fields[name] !== undefined);
  if (kind === undefined || other !== undefined) {
    throw invalidField(at, `must have exactly one of ${CERTIFICATE_NAMES.join(", ")}`);
  }
  const text = nameField(fields[kind], `${at}/${kind}`, MAX_ID_CHARS);
  return {
    issuer: nameField(fields["issuer"], `${at}/issuer`, MAX_ID_CHARS),
    name: certificateName(kind, readNameOf(kind, text, `${at}/${kind}`)),
  };
}

function readNameOf(kind: CertificateNameKind, text: string, at: string): string {
  switch (kind) {
    case "subject": {
      const name = readName(text);
      if (name === undefined) throw invalidField(at, "must be a name as RFC 4514 writes it, e.g. CN=gateway,O=Acme");
      return name;
    }
    case "dns":
      if (!DNS_NAME.test(text)) throw invalidField(at, "must be a DNS name in lower case, without a wildcard");
      return text;
    case "spiffe_id":
      if (!SPIFFE_ID.test(text))
        throw invalidField(at, "must be a SPIFFE ID with a path: spiffe://acme.example/gateway");
      return text;
    case "uri":
      return text;
  }
}

/** Whoever holds it would be two callers. Where it is shown with a secret or a token, that says whose it is. */
export function checkCertificates(callers: readonly KnownCaller[]): void {
  const known = new Set<string>();
  for (const { id, certificate, by, token_digests } of callers) {
    if (certificate === undefined || by !== undefined || token_digests.length > 0) continue;
    const whose = `${certificate.issuer} ${certificate.name}`;
    if (known.has(whose)) throw invalidField(`${pointerTo("", id)}/certificate`, "is that of a caller before");
    known.add(whose);
  }
}

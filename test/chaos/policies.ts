import { writeArchive } from "../../src/adapters/bundles/archive.ts";
import { bundleDigest } from "../../src/adapters/opa/bundle-files.ts";
import { compile, rego } from "../unit/opa/fixture.ts";

/** The first has the settings outside. */
export const TENANTS = ["acme", "globex"] as const;
export type Tenant = (typeof TENANTS)[number];

/** Of one session so many calls are allowed, whatever happens. */
export const SESSION_LIMIT = 3;

/** Two policies of each tenant that say the same and sign what they say: an answer is one bundle's, and its own tenant's. */
const MARKS = ["a", "b"] as const;

/** What each kind of call comes to, by `context.kind`; the code of its reason is `<tenant>_<mark>_<outcome>`. */
const DECISION = `decision := answer("block", "blocked") if kind == "block"
else := answer("warn", "warned") if kind == "warn"
else := answer("allow", "within") if { kind == "session"; calls < ${SESSION_LIMIT} }
else := answer("block", "beyond") if kind == "session"
else := answer("allow", "approved") if { kind == "ask"; input.approval.id }
else := object.union(answer("block", "ask"), {"approval": demand}) if kind == "ask"
else := object.union(answer("allow", "granted"), {"grant": grant}) if kind == "grant"
else := answer("allow", "allowed") if kind == "allow"
else := answer("block", "unknown")`;

const RULES = `kind := object.get(input, ["context", "kind"], "")

calls := object.get(input, ["session", "calls"], ${SESSION_LIMIT})

demand := {"approvers": ["role:approver"], "expires_in_s": 600, "template": "this_action"}

grant := {"audience": "vault", "ttl_s": 300, "single_use": true}
`;

export interface Bundle {
  readonly mark: string;
  readonly digest: string;
  readonly archive: Uint8Array;
}

export async function bundlesOf(tenant: Tenant): Promise<readonly Bundle[]> {
  return Promise.all(
    MARKS.map(async (mark) => {
      const answer = `answer(effect, outcome) := {"effect": effect, "reasons": [{"code": concat("_", ["${tenant}_${mark}", outcome])}]}`;
      const files = compile(rego(DECISION, `${RULES}\n${answer}`));
      return { mark, digest: bundleDigest(files), archive: await writeArchive(files) };
    }),
  );
}

export interface Offered {
  readonly name: string;
  readonly archive: Uint8Array;
}

/** What no service may take into use: no archive, one that was cut short, and policies that answer wrongly or not at all. */
export async function badBundles(good: Uint8Array): Promise<readonly Offered[]> {
  const formless = compile(rego('decision := {"effect": "allowed", "reasons": "all"}'));
  const allowing = compile(rego('decision := {"effect": "allow", "reasons": []}'));
  const module = Buffer.from(allowing.get("policy.wasm") ?? []);
  module.fill(0x5a, Math.floor(module.length / 2));
  return [
    { name: "no archive", archive: Buffer.from("no archive at all") },
    { name: "half an archive", archive: good.subarray(0, Math.floor(good.length / 2)) },
    { name: "a decision that fits no contract", archive: await writeArchive(formless) },
    { name: "a damaged module", archive: await writeArchive(new Map([...allowing, ["policy.wasm", module]])) },
  ];
}

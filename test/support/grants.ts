import { randomBytes } from "node:crypto";
import { newId } from "../../src/adapters/ids.ts";
import { loadKeyEncryptionKeys } from "../../src/adapters/keys/kek.ts";
import { createSigner, type SigningKeys } from "../../src/adapters/keys/signer.ts";
import { createOwnTokens } from "../../src/adapters/keys/verify.ts";
import type { PostgresStore } from "../../src/adapters/postgres/store.ts";
import { PROOFS } from "../../src/adapters/trust/tokens/proofs.ts";
import type { GrantDemand } from "../../src/domain/decision.ts";
import type { RedemptionRefusal } from "../../src/domain/grant.ts";
import { type GrantTemplate, plainTemplate } from "../../src/domain/grant.ts";
import type { Identity } from "../../src/domain/identity.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { GrantRow, RecordEntry } from "../../src/domain/record.ts";
import type { Admission } from "../../src/domain/request.ts";
import type { Session } from "../../src/domain/session.ts";
import { mintGrant } from "../../src/grant/mint.ts";
import { type GrantCommands, grantCommands } from "../../src/pipeline/grant-commands.ts";
import { decideDepsOf } from "./pipeline.ts";
import { decisionOf, digestOf } from "./records.ts";
import { admissionOf, INTENT, identityOf } from "./values.ts";

// Grants that are made, signed and recorded as the service does it, and all that may be asked about them.

const DEMAND: GrantDemand = { audience: "vault", scopes: ["ticket.write"], ttl_s: 120, single_use: true };

/** A broker that takes grants for `vault`, unless a test says otherwise. */
export function brokerOf(id = "broker-a", changes: Partial<Admission> = {}): Admission {
  return admissionOf({ caller: { id, protocol: "http", roles: ["broker"] }, audiences: ["vault"], ...changes });
}

export interface Issued {
  readonly id: string;
  readonly token: string;
  readonly row: GrantRow;
}

interface IssueOptions {
  readonly demand?: Partial<GrantDemand>;
  readonly template?: GrantTemplate;
  readonly identity?: Identity;
  readonly session?: Pick<Session, "id" | "epoch">;
  readonly admission?: Partial<Admission>;
  /** What is signed instead. */
  readonly claims?: (claims: JsonObject) => JsonObject;
}

export interface GrantWorld {
  readonly commands: GrantCommands;
  readonly signer: SigningKeys;
  /** How often what happened. */
  readonly counted: readonly (RedemptionRefusal | "redeemed")[];
  issue(options?: IssueOptions): Promise<Issued>;
}

const kek = loadKeyEncryptionKeys({
  bytes: randomBytes(32),
  file: "",
  previousFile: "",
  dataDir: "",
  development: false,
}).current;

export async function grantWorld(store: PostgresStore, templates: readonly GrantTemplate[] = []): Promise<GrantWorld> {
  const signer = await createSigner({ store: store.keys, kek, algorithms: new Map(), now: Date.now });
  const counted: (RedemptionRefusal | "redeemed")[] = [];
  const deps = decideDepsOf({
    bundle: () => {
      throw new Error("nothing is decided here");
    },
    signer,
    templates: new Map(templates.map((template) => [template.name, template])),
  });
  const telemetry = { ...deps.telemetry, redemption: (result: RedemptionRefusal | "redeemed") => counted.push(result) };
  const own = createOwnTokens(signer);
  const commands = grantCommands({
    ...deps,
    telemetry,
    identify: { ...deps, proofs: PROOFS },
    store: store.grants,
    own,
    newId,
  });
  return { commands, signer, counted, issue: (options = {}) => issue(store, signer, options) };
}

async function issue(store: PostgresStore, signer: SigningKeys, options: IssueOptions): Promise<Issued> {
  const admission = admissionOf(options.admission);
  const decisionId = newId("dec", admission.now_ms);
  const demand = { ...DEMAND, ...options.demand };
  const identity = options.identity ?? identityOf({ ...INTENT, task: newId("tsk", admission.now_ms) });
  let signed: JsonObject = {};
  const minted = await mintGrant({
    signer: {
      ...signer,
      sign: (request) => {
        signed = options.claims === undefined ? request.claims : options.claims(request.claims);
        return signer.sign({ ...request, claims: signed });
      },
    },
    newId,
    issuer: "https://writ.example",
    demand,
    template: options.template ?? plainTemplate(demand.audience),
    identity,
    action: ACTION,
    policyDigest: digestOf("policy"),
    session: options.session,
    admission,
    decisionId,
  });
  if (minted === "refused") throw new Error("the grant was refused");
  const { grant, row } = minted;
  const decision = decisionOf({ id: decisionId, agent: identity.agent.id, tenant: admission.tenant });
  const entry: RecordEntry = { decision, grant: row };
  await store.sink.append(entry);
  return { id: grant.id, token: grant.token ?? "", row };
}

export const ACTION = {
  verb: "ticket.write",
  tier: "bounded_write",
  traits: ["writes"],
  tool: { server: "github", name: "add_issue_comment", known: true, pin: "none" },
  resource: { type: "repository", uri: "https://github.com/acme/shop" },
  destinations: [{ kind: "email", value: "bob@example.com", domain: "example.com", origin: "unseen" }],
  count: 1,
  sensitivity: "internal",
  data_classes: [],
  parse: "complete",
  digest: digestOf("action"),
} as const;

/** The reason that a refusal gives, or what was redeemed. */
export async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "redeemed",
    (error: { reason?: { code: string; metadata: object }; code: string }) =>
      error.reason === undefined ? error : { status: error.code, ...error.reason.metadata, reason: error.reason.code },
  );
}

import { createHash } from "node:crypto";
import type { Effect } from "../../../domain/decision.ts";
import type { Outcome, StoredDecision } from "../../../domain/record.ts";
import type { FollowUp, ReplayRecord } from "../../../ports/record-stream.ts";
import { Tuple } from "./tuple.ts";

/** Columns and the function that reads them in the same order. */
export interface Shape<T> {
  readonly columns: string;
  readonly from: string;
  readonly read: (tuple: Buffer) => T;
}

export const REPLAYED: Shape<ReplayRecord> = {
  columns: `d.id, d.at, d.agent, d.tool, d.policy_digest, d.catalogue_digest, d.answer_digest, d.input_digest, d.salt,
    d.answer, d.input`,
  from: "writ.decisions d",
  read: (bytes) => {
    const tuple = new Tuple(bytes);
    const columns = {
      id: tuple.text(),
      at_ms: tuple.time() ?? 0,
      agent: tuple.text(),
      tool: tuple.text(),
      policy_digest: tuple.digest() ?? "",
      catalogue_digest: tuple.digest() ?? "",
    };
    const [answerDigest, inputDigest, salt] = [tuple.bytes(), tuple.bytes(), tuple.bytes()];
    const [answer, input] = [tuple.bytes() ?? NOTHING, tuple.bytes() ?? NOTHING];
    const texts = salted(salt, [answerDigest, answer], [inputDigest, input]);
    return { ...columns, answer: answer.toString(), input: input.toString(), texts };
  },
};

const NOTHING = Buffer.alloc(0);

/** Whether each text has its digest, SHA-256 over the salt and the text. An erasure takes the salt away, and says so in the text. */
function salted(
  salt: Buffer | undefined,
  ...texts: readonly (readonly [Buffer | undefined, Buffer])[]
): ReplayRecord["texts"] {
  if (salt === undefined) return "unknown";
  const fits = texts.every(([digest, text]) => digest?.equals(sha256(salt, text)));
  return fits ? "intact" : "altered";
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const DECISIONS: Shape<StoredDecision> = {
  columns: `d.tenant, d.id, d.at, d.request_id, d.caller, d.protocol, d.agent, d.session, d.task, d.tool, d.verb, d.effect,
    d.reason, d.dry_run, d.action_digest, d.policy_digest, d.catalogue_digest, d.answer, d.input, d.writer, d.seq, d.hash,
    o.status, o.at, o.duration_ms, o.result_digest, o.detail`,
  from: "writ.decisions d left join writ.outcomes o on o.tenant = d.tenant and o.decision_id = d.id",
  read: (bytes) => {
    const tuple = new Tuple(bytes);
    const decision = {
      tenant: tuple.text(),
      id: tuple.text(),
      at_ms: tuple.time() ?? 0,
      request_id: tuple.text(),
      caller: tuple.text(),
      protocol: tuple.text(),
      agent: tuple.text(),
      session: tuple.text(),
      task: tuple.text(),
      tool: tuple.text(),
      verb: tuple.text(),
      effect: tuple.text() as Effect,
      reason: tuple.text(),
      dry_run: tuple.boolean(),
      action_digest: tuple.digest() ?? "",
      policy_digest: tuple.digest() ?? "",
      catalogue_digest: tuple.digest() ?? "",
      answer: tuple.text(),
      input: tuple.text(),
      writer: tuple.text(),
      seq: Number(tuple.bigint()),
      hash: tuple.bytes() ?? new Uint8Array(),
    };
    const outcome = readOutcome(tuple, decision);
    return outcome === undefined ? decision : { ...decision, outcome };
  },
};

function readOutcome(tuple: Tuple, { tenant, id }: { tenant: string; id: string }): Outcome | undefined {
  const status = tuple.textOrNull() as Outcome["status"] | undefined;
  if (status === undefined) return undefined;
  const [at_ms, duration, digest, detail] = [tuple.time() ?? 0, tuple.bigint(), tuple.digest(), tuple.text()];
  return {
    tenant,
    decision_id: id,
    at_ms,
    status,
    ...(duration === undefined ? {} : { duration_ms: Number(duration) }),
    ...(digest === undefined ? {} : { result_digest: digest }),
    detail,
  };
}

export const FOLLOW_UPS: Shape<FollowUp> = {
  columns: "f.tenant, f.id, f.decision_id, f.session, f.kind, f.at, f.actor, f.body",
  from: "writ.follow_ups f",
  read: (bytes) => {
    const tuple = new Tuple(bytes);
    return {
      tenant: tuple.text(),
      id: tuple.text(),
      decision_id: tuple.text(),
      session: tuple.text(),
      kind: tuple.text(),
      at_ms: tuple.time() ?? 0,
      actor: tuple.text(),
      body: tuple.text(),
    };
  },
};

import { type Decision, goesOn } from "../../domain/decision.ts";
import type { WritError } from "../../domain/errors.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { jsonAnswer, retryAfter } from "../native/answer.ts";
import type { HttpAnswer } from "../native/protocol.ts";
import { errorStatus } from "../native/status.ts";
import type { CheckRequest } from "./check.ts";
import type { Check } from "./decode.ts";

/** A decision with the question that it answers. */
export interface Checked {
  readonly check: Check;
  readonly decision: Decision;
}

/** Cerbos' CheckResourcesResponse in its JSON form. */
export function encodeCheck(
  { requestId, includeMeta, resources }: CheckRequest,
  checked: readonly Checked[],
): JsonObject {
  return {
    requestId,
    results: resources.map(({ resource: { id, kind, policyVersion, scope } }, index) => {
      const own = checked.filter(({ check }) => check.entry === index);
      return {
        resource: { id, kind, policyVersion, scope },
        actions: byAction(own, effectOf),
        ...(includeMeta ? { meta: { actions: byAction(own, metaOf), effectiveDerivedRoles: [] } } : {}),
        outputs: own.map(outputOf),
      };
    }),
    cerbosCallId: checked[0]?.decision.decision_id ?? "",
  };
}

function byAction(checked: readonly Checked[], read: (decision: Decision) => JsonValue): JsonObject {
  return Object.fromEntries(checked.map(({ check, decision }) => [check.action, read(decision)]));
}

function effectOf(decision: Decision): string {
  return goesOn(decision) ? "EFFECT_ALLOW" : "EFFECT_DENY";
}

function metaOf({ policy, reasons }: Decision): JsonObject {
  return { matchedPolicy: reasons[0]?.rule ?? policy.bundle, matchedScope: "" };
}

/** Where policies of Cerbos say more than yes and no: all that this contract has no field for. */
function outputOf({ check, decision }: Checked): JsonObject {
  const { decision_id, effect, reasons, obligations, approval, grant } = decision;
  const val = { decision_id, effect, reasons, obligations, approval, grant };
  return { src: `writ#${decision_id}`, action: check.action, val: JSON.parse(JSON.stringify(val)) as JsonObject };
}

/** As Cerbos' gateway says errors (google.rpc.Status in JSON). */
export function encodeFailed(error: WritError): HttpAnswer {
  const { http, grpc } = errorStatus(error.code);
  return jsonAnswer(http, { code: grpc, message: error.message, details: [] }, retryAfter(error));
}

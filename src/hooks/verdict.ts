import { EFFECTS, type Effect } from "../domain/decision.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { printable } from "./text.ts";

/** More reasons than this help nobody; the record has them all. */
const MAX_REASONS = 5;

/** What a hook makes of Writ's answer: whether the tool may run, and what to tell of it. */
export interface HookVerdict {
  readonly effect: Effect;
  /** For the person and the model: reasons, the decision's id, where an approval can be given. */
  readonly text: string;
  readonly decision_id: string;
}

/** What came back is no decision of Writ's on this request. Nothing was decided. */
export class NoDecision extends Error {
  override readonly name = "NoDecision";
}

/** Durable as far as the service's configuration wants it; `none` goes with a block only. */
const RECORDED: readonly unknown[] = ["committed", "spooled", "relaxed"];

/**
 * Reads a native answer (`POST /v1/decisions`), distrusting it: only a whole decision on our own request can let a tool run.
 * A required obligation that is not among `fulfils` turns the answer into a block.
 *
 * @throws NoDecision
 */
export function readVerdict(answer: JsonValue, requestId: string, fulfils: readonly string[] = []): HookVerdict {
  if (!isJsonObject(answer)) throw new NoDecision("the answer is no decision");
  const { request_id, decision_id, dry_run } = answer;
  if (request_id !== requestId) throw new NoDecision("the answer is not to this request");
  if (typeof decision_id !== "string" || decision_id === "") throw new NoDecision("the answer has no decision_id");
  const effect = EFFECTS.find((one) => one === answer["effect"]);
  if (effect === undefined) throw new NoDecision("the answer's effect is none of allow, warn, block");
  const reasons = objects(answer, "reasons");
  const unfulfilled = objects(answer, "obligations").find(
    ({ type, fulfillment }) => fulfillment !== "advisory" && !fulfils.includes(String(type)),
  );
  const said = reasons.slice(0, MAX_REASONS).map(reasonText);
  const text = (lines: readonly string[]) =>
    [...lines, ...approvalText(answer), `(${printable(decision_id)})`].join(" ");
  if (effect === "block") {
    return { effect, text: text(said.length > 0 ? said : ["no reason was given"]), decision_id };
  }
  if (dry_run === true) throw new NoDecision("the answer is to a dry run");
  if (!RECORDED.includes(answer["recorded"])) throw new NoDecision("the answer does not say that it is recorded");
  if (answer["grant"] !== undefined && !isJsonObject(answer["grant"]))
    throw new NoDecision("the answer's grant is no object");
  if (unfulfilled !== undefined) {
    const type = printable(String(unfulfilled["type"] ?? "unknown"));
    return { effect: "block", text: text([`obligation_unsupported: nobody has said to fulfil ${type}`]), decision_id };
  }
  return { effect, text: text(said), decision_id };
}

function objects(answer: JsonObject, key: string): readonly JsonObject[] {
  const value = answer[key];
  if (!Array.isArray(value) || !value.every(isJsonObject))
    throw new NoDecision(`the answer's ${key} are no list of objects`);
  return value;
}

function reasonText({ code, message }: JsonObject): string {
  if (typeof code !== "string" || typeof message !== "string") {
    throw new NoDecision("a reason of the answer has no code or no message");
  }
  return `${printable(code)}: ${printable(message)}.`.replace(/([.!?])\.$/, "$1");
}

/** Who may approve is not who sits here, so the agent is not told to ask: the address goes with the reason. */
function approvalText({ approval }: JsonObject): readonly string[] {
  if (approval === undefined || approval === null) return [];
  if (!isJsonObject(approval) || typeof approval["url"] !== "string")
    throw new NoDecision("the answer's approval has no url");
  return [`A person can approve this call at ${printable(approval["url"])}; ask again after that.`];
}

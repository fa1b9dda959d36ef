import { WritError } from "../../domain/errors.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeOutcome, parseOutcome } from "../native/decode-outcome.ts";
import { admit, bodyOf, idIn, refuseFields } from "./decisions.ts";
import type { Handler } from "./routes.ts";

const COMPLETE = ":complete";

export function postOutcome(service: Service): Handler {
  return async (request) => {
    const decision_id = idIn(request);
    const report = decodeOutcome(parseOutcome(bodyOf(request)));
    const status = await service.report({ ...report, decision_id }, await admit(service, request));
    return JSON.stringify({ decision_id, status });
  };
}

/** `POST /v1/tasks/{id}:complete`. A task's id may itself have colons, so that the router does not take it apart. */
export function postCompletion(service: Service): Handler {
  return async (request) => {
    const { id } = request.params as { readonly id: string };
    if (!id.endsWith(COMPLETE)) throw new WritError("not_found", "there is nothing at this path");
    const task = decodeId(id.slice(0, -COMPLETE.length), "/id");
    refuseFields(bodyOf(request));
    return JSON.stringify({ task, ...(await service.completeTask(task, await admit(service, request))) });
  };
}

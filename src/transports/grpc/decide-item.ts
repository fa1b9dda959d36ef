import type { Decision } from "../../domain/decision.ts";
import { WritError } from "../../domain/errors.ts";
import type { Admission } from "../../domain/request.ts";
import type { Service } from "../../pipeline/service.ts";
import type { BatchFailure, BatchItem } from "../native/batch.ts";
import { withinDeadline } from "./admit.ts";
import { PROTOCOL } from "./errors.ts";

/** The answer to one request among others: what goes wrong with it is its own answer. */
export async function decideItem(
  service: Service,
  item: BatchItem,
  call: { getDeadline(): Date | number },
  admission: Admission,
): Promise<Decision | BatchFailure> {
  if ("error" in item) return refused(service, item);
  try {
    return await service.decide(withinDeadline(item.request, call), admission);
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    return refused(service, { request_id: item.request.request_id, error });
  }
}

function refused(service: Service, failure: BatchFailure): BatchFailure {
  service.refused(failure.error.code, PROTOCOL);
  return failure;
}

import { WritError } from "../../domain/errors.ts";
import type { AuthzenSettings } from "../../domain/protocols.ts";

export const METADATA_PATH = "/.well-known/authzen-configuration";
export const ACCESS_PATH = "/access/v1";

/** Where this decision point is. */
export interface Location {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly tenant: string;
}

/**
 * What the decision point can do, and where (section 9).
 * @param rest what follows the well-known path: the path of the decision point's own URL (section 9.2.1)
 * @throws WritError not_found for another decision point
 */
export function metadataOf({ publicUrl, tenant }: Location, { obligations }: AuthzenSettings, rest: string): object {
  const access = publicUrl + ACCESS_PATH;
  return {
    policy_decision_point: decisionPoint({ publicUrl, tenant }, rest),
    access_evaluation_endpoint: `${access}/evaluation`,
    access_evaluations_endpoint: `${access}/evaluations`,
    search_subject_endpoint: `${access}/search/subject`,
    search_resource_endpoint: `${access}/search/resource`,
    search_action_endpoint: `${access}/search/action`,
    access_request_endpoint: `${access}/requests`,
    // The first in the extension's draft 1, the second in the profile of July 2026.
    supported_obligations: obligations,
    obligations_supported: obligations,
    capabilities: ["urn:openid:authzen:capability:obligations", "urn:openid:authzen:capability:access-request"],
  };
}

function decisionPoint({ publicUrl, tenant }: Location, rest: string): string {
  const own = new URL(publicUrl).pathname.replace(/^\/+|\/+$/g, "");
  if (rest === "" || rest === own) return publicUrl;
  if (rest === (own === "" ? tenant : `${own}/${tenant}`)) return `${publicUrl}/${tenant}`;
  throw new WritError("not_found", "there is no decision point of this name");
}

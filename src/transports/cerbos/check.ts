import type { JsonObject } from "../../domain/json.ts";

/** Cerbos' CheckResourcesRequest, as its JSON has it; what is absent has protobuf's empty value. */
export interface CheckRequest {
  readonly requestId: string;
  readonly includeMeta: boolean;
  readonly principal: Principal;
  readonly resources: readonly ResourceEntry[];
  readonly auxData: { readonly jwt: { readonly token: string; readonly keySetId: string } };
  /** Annotations for Cerbos' audit log: taken, and not used. */
  readonly requestContext: JsonObject;
}

export interface Principal {
  readonly id: string;
  readonly policyVersion: string;
  readonly roles: readonly string[];
  readonly attr: JsonObject;
  readonly scope: string;
}

export interface Resource {
  readonly kind: string;
  readonly policyVersion: string;
  readonly id: string;
  readonly attr: JsonObject;
  readonly scope: string;
}

export interface ResourceEntry {
  readonly actions: readonly string[];
  readonly resource: Resource;
}

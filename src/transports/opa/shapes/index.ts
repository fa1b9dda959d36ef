import type { OpaShape } from "../../../domain/protocols.ts";
import { apisix } from "./apisix.ts";
import { contextforge, cpex } from "./contextforge.ts";
import { envoy } from "./envoy.ts";
import { kong } from "./kong.ts";
import { allow, decision } from "./native.ts";
import type { Shape } from "./shape.ts";
import { toolCalls } from "./tool-calls.ts";

/** Every shape by its name in the configuration. */
export const SHAPES: Readonly<Record<OpaShape, Shape>> = {
  decision,
  allow,
  envoy,
  apisix,
  kong,
  contextforge,
  cpex,
  tool_calls: toolCalls,
};

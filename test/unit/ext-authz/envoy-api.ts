import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadSync } from "@grpc/proto-loader";

/** Envoy's own files, as another project publishes them for its client: nothing of them is ours. */
export const ENVOY_DEPS = join(
  dirname(createRequire(import.meta.url).resolve("@grpc/grpc-js-xds/package.json")),
  "deps",
);

/** Its stubs, as any client in this language has them. */
export function envoyApi() {
  return loadSync("envoy/service/auth/v3/external_auth.proto", {
    includeDirs: ["envoy-api", "xds", "googleapis", "protoc-gen-validate"].map((name) => join(ENVOY_DEPS, name)),
    keepCase: true,
    longs: String,
    enums: Number,
    oneofs: true,
    defaults: true,
  });
}

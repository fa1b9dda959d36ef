import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { Server, ServerCredentials, type ServerWritableStream, status } from "@grpc/grpc-js";

type Stream = ServerWritableStream<Buffer, Uint8Array>;

/** By trust domain, DER certificates one behind the other, and a JWK set. */
export interface ServedBundles {
  readonly x509: Readonly<Record<string, Uint8Array>>;
  readonly jwt: Readonly<Record<string, Uint8Array>>;
}

/**
 * The two streams of bundles of a SPIFFE Workload API, for tests: SPIRE itself cannot be had. That it speaks the protocol is
 * go-spiffe's word (test/integration/spiffe/workload-api.test.ts), before Writ reads anything from it.
 */
export class WorkloadApiServer {
  readonly #server = new Server();
  readonly #streams = new Map<keyof ServedBundles, Set<Stream>>([
    ["x509", new Set()],
    ["jwt", new Set()],
  ]);
  #bundles: ServedBundles;
  /** How many streams were opened. */
  opened = 0;

  constructor(bundles: ServedBundles) {
    this.#bundles = bundles;
    const method = (name: string, kind: keyof ServedBundles) => ({
      path: `/SpiffeWorkloadAPI/${name}`,
      requestStream: false,
      responseStream: true,
      requestSerialize: (bytes: Buffer) => bytes,
      requestDeserialize: (bytes: Buffer) => bytes,
      responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
      responseDeserialize: (bytes: Buffer) => bytes,
      kind,
    });
    const methods = { x: method("FetchX509Bundles", "x509"), j: method("FetchJWTBundles", "jwt") } as const;
    this.#server.addService(methods, {
      x: (call: Stream) => this.#open(call, "x509"),
      j: (call: Stream) => this.#open(call, "jwt"),
    });
  }

  listen(socket: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
        error === null ? resolve() : reject(error),
      );
    });
  }

  /** Tells whoever listens. */
  serve(bundles: ServedBundles): void {
    this.#bundles = bundles;
    for (const [kind, streams] of this.#streams) {
      for (const stream of streams) stream.write(encode(kind, bundles[kind]));
    }
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #open(call: Stream, kind: keyof ServedBundles): void {
    this.opened += 1;
    if (call.metadata.get("workload.spiffe.io")[0] !== "true") {
      call.emit("error", { code: status.INVALID_ARGUMENT, details: "security header missing from request" });
      return;
    }
    const streams = this.#streams.get(kind);
    streams?.add(call);
    call.on("cancelled", () => streams?.delete(call));
    call.write(encode(kind, this.#bundles[kind]));
  }
}

/** `map<string, bytes> bundles`, which is field 2 of X509BundlesResponse and 1 of JWTBundlesResponse. */
function encode(kind: keyof ServedBundles, bundles: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const writer = new BinaryWriter();
  for (const [name, bundle] of Object.entries(bundles)) {
    writer
      .tag(kind === "x509" ? 2 : 1, 2)
      .bytes(new BinaryWriter().tag(1, 2).string(name).tag(2, 2).bytes(bundle).finish());
  }
  return writer.finish();
}

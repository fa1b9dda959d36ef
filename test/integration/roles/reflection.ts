import { createRequire } from "node:module";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import {
  type Client,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const PROTO = "build/proto/grpc/reflection/v1/reflection.proto";

interface Answer {
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Uint8Array[] };
}

interface Questions {
  write(question: object): void;
  end(): void;
  on(event: "data", listener: (answer: Answer) => void): void;
  on(event: "error", listener: (error: Error) => void): void;
}

/** Every method that a running server tells of by gRPC reflection (grpc.reflection.v1), as `package.Service/Method`. */
export async function reflected(address: string): Promise<readonly string[]> {
  const folder = createRequire(import.meta.url).resolve("@grpc/reflection/package.json");
  const loaded = loadPackageDefinition(loadSync(folder.replace("package.json", PROTO), { keepCase: true }));
  const { ServerReflection } = at(loaded, "grpc", "reflection", "v1") as unknown as {
    readonly ServerReflection: ServiceClientConstructor;
  };
  const client = new ServerReflection(address, credentials.createInsecure());
  try {
    const ask = asker(client);
    const { list_services_response: list } = await ask({ list_services: "" });
    const services = (list?.service ?? []).map(({ name }) => name);
    const files = await Promise.all(services.map((name) => ask({ file_containing_symbol: name })));
    return services.flatMap((name, at) =>
      methodsOf(name, files[at]?.file_descriptor_response?.file_descriptor_proto ?? []),
    );
  } finally {
    client.close();
  }
}

function at(object: GrpcObject, ...names: readonly string[]): GrpcObject {
  return names.reduce((inner, name) => inner[name] as GrpcObject, object);
}

/** One question a stream: answers come without saying of what. */
function asker(client: Client) {
  const open = client as unknown as { ServerReflectionInfo(): Questions };
  return (question: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const questions = open.ServerReflectionInfo();
      questions.on("data", resolve);
      questions.on("error", reject);
      questions.write(question);
      questions.end();
    });
}

function methodsOf(service: string, files: readonly Uint8Array[]): readonly string[] {
  return files
    .map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
    .flatMap((file) => file.service.map((found) => ({ name: `${file.package}.${found.name}`, methods: found.method })))
    .filter(({ name }) => name === service)
    .flatMap(({ methods }) => methods.map((method) => `${service}/${method.name}`));
}

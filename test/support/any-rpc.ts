import { readdirSync } from "node:fs";
import { create, type DescMethod, type DescService, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";

/** What an RPC came to: its status, and all that it said as text. */
export interface RpcAnswer {
  readonly code: number;
  readonly text: string;
}

async function methodOf(service: string, name: string): Promise<DescMethod> {
  const folder = new URL("../../src/gen/writ/v1/", import.meta.url);
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  const found = modules
    .flatMap((module) => Object.values(module) as readonly { readonly kind?: unknown }[])
    .filter((it): it is DescService => it?.kind === "service")
    .find(({ typeName }) => typeName === `writ.v1.${service}`)
    ?.methods.find((method) => method.name === name);
  if (found === undefined) throw new Error(`there is no ${service}/${name}`);
  return found;
}

/** Asks any method of `writ.v1`, by `Service/Method`, with one message; of a stream the first answer counts. */
export async function callAny(
  address: string,
  name: string,
  message: Readonly<Record<string, unknown>>,
  authorization: string,
): Promise<RpcAnswer> {
  const [service = "", method = ""] = name.split("/");
  const { input, output } = await methodOf(service, method);
  const metadata = new Metadata();
  metadata.set("authorization", authorization);
  const client = new Client(address, credentials.createInsecure());
  const same = (it: Buffer) => it;
  try {
    const call = client.makeBidiStreamRequest(`/writ.v1.${name}`, same, same, metadata, {
      deadline: Date.now() + 60_000,
    });
    const answered = new Promise<RpcAnswer>((resolve) => {
      call.on("data", (bytes: Buffer) => {
        const said = JSON.stringify(fromBinary(output, bytes), (_, value) =>
          typeof value === "bigint" ? String(value) : value,
        );
        resolve({ code: status.OK, text: said });
      });
      call.on("error", ({ code, details }: ServiceError) => resolve({ code, text: details }));
      call.on("end", () => resolve({ code: status.OK, text: "" }));
    });
    call.end(Buffer.from(toBinary(input, create(input, message))));
    return await answered;
  } finally {
    client.close();
  }
}

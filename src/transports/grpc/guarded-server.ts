import { Server, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { GRPC_ACCESS } from "../native/access/grpc.ts";

/** A server that takes no service of which a method stands in no row of the table: nobody has said who may ask it. */
export class GuardedServer extends Server {
  override addService(service: ServiceDefinition, implementation: UntypedServiceImplementation): void {
    for (const { path } of Object.values(service)) {
      if (!Object.hasOwn(GRPC_ACCESS, path.slice(1))) {
        throw new Error(`${path.slice(1)}: in no row of src/transports/native/access/grpc.ts`);
      }
    }
    super.addService(service, implementation);
  }
}

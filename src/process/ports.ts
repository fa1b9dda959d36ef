import { createServer } from "node:net";
import type { Endpoint } from "../config/values.ts";

/** Whether an address can be listened on now. @throws the system's error for anything but "in use" */
export function isFree(address: Endpoint): Promise<boolean> {
  if (address.port === 0) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen({ host: address.host, port: address.port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

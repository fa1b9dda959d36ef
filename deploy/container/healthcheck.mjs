// Usage: node healthcheck.mjs [URL]. Ends with 0 where Writ is alive: the container's own health check, in an image without curl.
// Without a URL it asks port 8181 of this machine, with TLS or without.
import { request as plain } from "node:http";
import { request as secure } from "node:https";

/** Below the timeout of the health check itself. */
const TIMEOUT_MS = 2_000;

const urls =
  process.argv.length > 2 ? process.argv.slice(2) : ["https://127.0.0.1:8181/healthz", "http://127.0.0.1:8181/healthz"];

function ask(url) {
  return new Promise((resolve) => {
    // The certificate is for another name, and nothing secret is sent to the process next door.
    const options = { timeout: TIMEOUT_MS, rejectUnauthorized: false };
    const asked = (url.startsWith("https:") ? secure : plain)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    asked.end();
  });
}

const answers = await Promise.all(urls.map(ask));
process.exit(answers.includes(true) ? 0 : 1);

import { join } from "node:path";
import { install } from "../installation.ts";
import { installationOf, PYTHON_GATEWAYS } from "./python-gateways.ts";

// Usage: node tools/python-gateways/main.ts NAME. Installs a gateway that is a Python package, and prints the Python that has it.
const root = join(import.meta.dirname, "..", "..");
const gateway = PYTHON_GATEWAYS.find((name) => name === process.argv[2]);
if (gateway === undefined) throw new Error(`name one of ${PYTHON_GATEWAYS.join(", ")}`);
console.log(await install(installationOf(gateway), root));

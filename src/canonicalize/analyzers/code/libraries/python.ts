import type { LibrarySpec } from "../library.ts";
import { PYTHON_BUILTINS } from "./python-builtins.ts";
import { PYTHON_DATA } from "./python-data.ts";
import { PYTHON_NETWORK } from "./python-network.ts";
import { PYTHON_SERVICES } from "./python-services.ts";
import { PYTHON_SYSTEM } from "./python-system.ts";

/** All that is known of Python's libraries. */
export const PYTHON: readonly LibrarySpec[] = [
  PYTHON_BUILTINS,
  PYTHON_SYSTEM,
  PYTHON_NETWORK,
  PYTHON_DATA,
  PYTHON_SERVICES,
];

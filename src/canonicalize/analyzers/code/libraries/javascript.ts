import type { LibrarySpec } from "../library.ts";
import { JAVASCRIPT_GLOBALS } from "./javascript-globals.ts";
import { JAVASCRIPT_NODE } from "./javascript-node.ts";
import { JAVASCRIPT_PACKAGES } from "./javascript-packages.ts";

/** All that is known of JavaScript's libraries. */
export const JAVASCRIPT: readonly LibrarySpec[] = [JAVASCRIPT_GLOBALS, JAVASCRIPT_NODE, JAVASCRIPT_PACKAGES];

import type { Paint } from "../../problems/render.ts";
import type { TestReport } from "../result.ts";

/** Writes a report as text that ends with a newline. */
export type Reporter = (report: TestReport, paint: Paint) => string;

import type { BundleSource } from "../../ports/bundle-source.ts";
import type { Reading } from "./receive.ts";
import type { BundleSourceSettings } from "./settings.ts";
import { openFile } from "./sources/file.ts";
import { openFolder } from "./sources/folder.ts";
import { openHttp } from "./sources/http.ts";
import { openOci } from "./sources/oci.ts";
import { openOciLayout } from "./sources/oci-layout.ts";
import { openS3 } from "./sources/s3.ts";

/**
 * Where bundles come from, as configured. Nothing is read and nobody is asked yet.
 *
 * @throws WritError `invalid_argument` for an address that is none
 */
export function openBundleSource(settings: BundleSourceSettings, reading: Reading): BundleSource {
  switch (settings.kind) {
    case "folder":
      return openFolder(settings, reading);
    case "file":
      return openFile(settings, reading);
    case "http":
      return openHttp(settings, reading);
    case "s3":
      return openS3(settings, reading);
    case "oci":
      return openOci(settings, reading);
    case "oci_layout":
      return openOciLayout(settings, reading);
  }
}

import type { TokenFault } from "../../../domain/identity.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";

/** Why a chain proves nothing. The message says which rule, never what stands in the certificate. */
export class CertificateRefused extends Error {
  readonly fault: TokenFault;

  constructor(fault: TokenFault, message: string) {
    super(message);
    this.name = "CertificateRefused";
    this.fault = fault;
  }

  toRefused(): TokenRefused {
    return { fault: this.fault, message: this.message };
  }
}

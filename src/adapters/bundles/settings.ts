/** Files of PEM, read anew at each look: certificates are replaced while a service runs. */
export interface TlsFiles {
  /** What the server's certificate must descend from, in place of the public authorities. */
  readonly caFile?: string;
  /** The client's certificate and its key, both or none. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** A token as text, or in a file that is read anew at each look. */
export interface BearerSettings {
  readonly bearerToken?: string;
  readonly bearerTokenFile?: string;
}

export interface FolderSettings {
  readonly kind: "folder";
  readonly path: string;
  /** Whether a look waits for a change. */
  readonly watch: boolean;
}

export interface FileSettings {
  readonly kind: "file";
  /** A `.tar.gz`. */
  readonly path: string;
}

export interface HttpSettings extends BearerSettings {
  readonly kind: "http";
  readonly url: string;
  /** How long the server may hold an answer back until there is a change; 0 for no long polling. */
  readonly wait_s: number;
  readonly tls?: TlsFiles;
}

export interface S3Settings {
  readonly kind: "s3";
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** Of another provider than AWS. */
  readonly endpoint?: string;
  /** Absent: whatever AWS's own clients find (variables, profiles, the machine's role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface OciSettings {
  readonly kind: "oci";
  /** `host[:port]/name[:tag][@sha256:…]`. */
  readonly reference: string;
  /** `http`, for a registry on this machine. */
  readonly plainHttp: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly tls?: TlsFiles;
}

export interface OciLayoutSettings {
  readonly kind: "oci_layout";
  /** A folder in the OCI image layout. */
  readonly path: string;
  /** Absent where the layout has one manifest. */
  readonly tag?: string;
}

export type BundleSourceSettings =
  | FolderSettings
  | FileSettings
  | HttpSettings
  | S3Settings
  | OciSettings
  | OciLayoutSettings;

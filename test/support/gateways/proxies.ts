import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import { freePort } from "../ports.ts";
import { exampleFile, filledIn, writeConfig } from "./config.ts";
import { type GatewayProcess, startProcess } from "./process.ts";
import { send } from "./send.ts";

/** What a gateway is told: where Writ is, how it shows itself there, and what is behind it. */
export interface ProxySetup {
  /** `host:port` */
  readonly writ: string;
  /** The caller's. */
  readonly secret: string;
  /** `host:port` */
  readonly upstream: string;
}

export interface RunningProxy extends GatewayProcess {
  readonly port: number;
}

/** Starts a gateway with the configuration of its example. */
export type StartProxy = (program: string, setup: ProxySetup) => Promise<RunningProxy>;

interface Place extends ProxySetup {
  readonly dir: string;
  readonly port: number;
}

interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A gateway in a folder of its own; `prepare` writes its configuration there. */
function proxy(prepare: (place: Place) => Command): StartProxy {
  return async (program, setup) => {
    const dir = mkdtempSync(join(tmpdir(), "writ-proxy-"));
    // Gateways that root starts read it as another user.
    chmodSync(dir, 0o755);
    const port = await freePort();
    const { args, env } = prepare({ ...setup, dir, port });
    const clean = () => rmSync(dir, { recursive: true, force: true });
    try {
      const started = await startProcess(program, args, port, env);
      const stop = async () => {
        await started.stop();
        clean();
      };
      return { ...started, port, stop };
    } catch (error) {
      clean();
      throw error;
    }
  };
}

/** The addresses and the secret that the examples have. */
function replacements({ writ, secret, upstream, port }: Place): Readonly<Record<string, string>> {
  return {
    "127.0.0.1:8080": `127.0.0.1:${port}`,
    "127.0.0.1:8181": writ,
    "127.0.0.1:3000": upstream,
    "the-callers-secret": secret,
  };
}

/** Of a gateway whose script reads where Writ is from its environment. */
function scripted({ upstream, port }: Place): Readonly<Record<string, string>> {
  return { "127.0.0.1:8080": `127.0.0.1:${port}`, "127.0.0.1:3000": upstream };
}

const scriptEnv = ({ writ, secret }: Place) => ({ WRIT_URL: `http://${writ}`, WRIT_SECRET: secret });

export const startNginx = proxy((place) => {
  const { dir } = place;
  const site = writeConfig(join(dir, "mcp.conf"), filledIn(exampleFile("nginx", "mcp.conf"), replacements(place)));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  const main = writeConfig(
    join(dir, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${dir}/pid; error_log stderr;
events {}
http { access_log off; ${temporary.join(" ")} include ${site}; }
`,
  );
  return { args: ["-p", dir, "-e", "stderr", "-c", main] };
});

export const startCaddy = proxy((place) => {
  const { dir } = place;
  const file = writeConfig(join(dir, "Caddyfile"), filledIn(exampleFile("caddy", "Caddyfile"), replacements(place)));
  return { args: ["run", "--config", file, "--adapter", "caddyfile"], env: { HOME: dir, XDG_DATA_HOME: dir } };
});

export const startHaproxy = proxy((place) => {
  const { dir } = place;
  const script = writeConfig(join(dir, "writ.lua"), exampleFile("haproxy", "writ.lua"));
  const text = filledIn(exampleFile("haproxy", "haproxy.cfg"), {
    ...scripted(place),
    "/etc/haproxy/writ.lua": script,
  });
  return { args: ["-db", "-f", writeConfig(join(dir, "haproxy.cfg"), text)], env: scriptEnv(place) };
});

/** It listens before it has read its routes: this one is read together with the others. */
const TRAEFIK_READY = "http: { routers: { ready: { rule: Path(`/ready`), service: ping@internal } } }";

const startTraefikProcess = proxy((place) => {
  const conf = join(place.dir, "conf");
  mkdirSync(conf);
  const { "127.0.0.1:8080": _listen, ...others } = replacements(place);
  writeConfig(join(conf, "dynamic.yaml"), filledIn(exampleFile("traefik", "dynamic.yaml"), others));
  writeConfig(join(conf, "ready.yaml"), TRAEFIK_READY);
  const args = [
    `--entryPoints.web.address=127.0.0.1:${place.port}`,
    `--providers.file.directory=${conf}`,
    "--ping.manualRouting=true",
    "--global.checkNewVersion=false",
  ];
  return { args, env: { HOME: place.dir } };
});

export const startTraefik: StartProxy = async (program, setup) => {
  const started = await startTraefikProcess(program, setup);
  try {
    await eventually(async () => {
      const { status } = await send(started.port, { method: "GET", path: "/ready" });
      return status === 200 ? true : undefined;
    }, "Traefik's routes");
  } catch (error) {
    await started.stop();
    throw error;
  }
  return started;
};

/** Envoy's authorizer of the HTTP form; the gRPC form is in envoy.ts. */
export const startEnvoyHttp = proxy((place) => {
  const ports = (address: string) => address.slice(address.indexOf(":") + 1);
  const text = filledIn(exampleFile("envoy-http", "envoy.yaml"), {
    "port_value: 8080": `port_value: ${place.port}`,
    "port_value: 3000": `port_value: ${ports(place.upstream)}`,
    "port_value: 8181": `port_value: ${ports(place.writ)}`,
    "the-callers-secret": place.secret,
  });
  const file = writeConfig(join(place.dir, "envoy.yaml"), text);
  return { args: ["-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"] };
});

/** Of the environment that the program itself sets up. */
const GATEWAY_ROOT = "$" + "{WRIT_GATEWAY_ROOT}";
const APACHE_MODULES = ["mpm_event", "authz_core", "lua", "proxy", "proxy_http", "headers"];

const startApacheProcess = proxy((place) => {
  const { dir } = place;
  const script = writeConfig(join(dir, "writ.lua"), exampleFile("apache", "writ.lua"));
  const site = writeConfig(
    join(dir, "mcp.conf"),
    filledIn(exampleFile("apache", "mcp.conf"), { ...scripted(place), "/etc/apache2/writ.lua": script }),
  );
  mkdirSync(join(dir, "run"));
  // What Debian's own files say, for a folder of the test's.
  const main = writeConfig(
    join(dir, "apache2.conf"),
    `ServerRoot ${dir}
ServerName 127.0.0.1
PidFile ${dir}/run/pid
DefaultRuntimeDir ${dir}/run
ErrorLog "|/bin/cat"
User www-data
Group www-data
${APACHE_MODULES.map((name) => `LoadModule ${name}_module ${GATEWAY_ROOT}/usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Include ${site}
`,
  );
  return { args: ["-X", "-f", main], env: scriptEnv(place) };
});

/**
 * Of a copy: when root starts it, its Lua modules are read as www-data, who may see nothing of where the repository is.
 */
export const startApache: StartProxy = async (program, setup) => {
  const dir = mkdtempSync(join(tmpdir(), "writ-apache-"));
  chmodSync(dir, 0o755);
  const copy = join(dir, "apache");
  const clean = () => rmSync(dir, { recursive: true, force: true });
  try {
    cpSync(program, copy);
    cpSync(`${program}.root`, `${copy}.root`, { recursive: true, verbatimSymlinks: true });
    const started = await startApacheProcess(copy, setup);
    const stop = async () => {
      await started.stop();
      clean();
    };
    return { ...started, stop };
  } catch (error) {
    clean();
    throw error;
  }
};

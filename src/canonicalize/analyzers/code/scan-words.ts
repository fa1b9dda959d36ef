import type { StandardVerb } from "../../../domain/vocabulary.ts";
import type { SignalCode } from "../signals.ts";

/** What a word that stands in a program may mean there. */
export interface WordSpec {
  readonly does?: readonly StandardVerb[];
  readonly signals?: readonly SignalCode[];
  /** The string behind it is run by a shell, or as code of the same language. */
  readonly runs?: "shell" | "code";
  /** Strings behind it are paths that are touched so. */
  readonly file?: "read" | "write" | "append" | "delete";
  readonly dynamic?: true;
  /** A raw connection. */
  readonly socket?: true;
}

const SHELL: WordSpec = { does: ["process.exec"], runs: "shell" };
const EVAL: WordSpec = { dynamic: true, runs: "code" };
const CONNECT: WordSpec = { does: ["net.connect"], socket: true };
const FETCH: WordSpec = { does: ["net.fetch"] };
const UPLOAD: WordSpec = { does: ["net.upload"] };
const LISTEN: WordSpec = { does: ["net.listen"], signals: ["network.listen"], socket: true };
const READ: WordSpec = { file: "read" };
const WRITE: WordSpec = { file: "write" };
const DELETE: WordSpec = { file: "delete" };
const PERMISSION: WordSpec = { does: ["file.permission"] };
const KILL: WordSpec = { does: ["process.kill"] };
const NATIVE: WordSpec = { dynamic: true };
const DECODES: WordSpec = { signals: ["execution.decoded"] };

function table(entries: readonly (readonly [words: string, spec: WordSpec])[]): ReadonlyMap<string, WordSpec> {
  return new Map(entries.flatMap(([words, spec]) => words.split(/\s+/).map((word) => [word, spec] as const)));
}

/**
 * Words that reach out, in any of the languages that are not parsed: perl, ruby, php, lua, R, awk and those that nobody
 * has heard of. A word that means something else here costs nothing, since such programs are `partial` anyway.
 */
export const SCANNED_WORDS: ReadonlyMap<string, WordSpec> = table([
  [
    "system exec popen shell_exec passthru proc_open pcntl_exec spawn qx backtick execute Popen popen2e popen3 capture2 capture3 capture2e IPC os.execute io.popen system2 shell execSync spawnSync ProcessBuilder getRuntime Process",
    SHELL,
  ],
  [
    "eval evaluate instance_eval class_eval module_eval eval_string loadstring load dofile create_function assert_options preg_replace_callback call_user_func compile EVAL parse",
    EVAL,
  ],
  ["require include require_once include_once do use source library import", {}],
  [
    "socket Socket INET fsockopen pfsockopen stream_socket_client TCPSocket UDPSocket UNIXSocket connect socket_connect socketConnection luasocket net.Dial TcpStream",
    CONNECT,
  ],
  [
    "TCPServer socket_bind stream_socket_server listen socket_listen bind HTTPServer WEBrick serverSocket ServerSocket",
    LISTEN,
  ],
  [
    "Net::HTTP LWP HTTP::Tiny open-uri URI.open Faraday HTTParty RestClient curl_init curl_exec curl_setopt file_get_contents url download.file httr GET http.request socket.http getstore mirror urlopen wget HTTP",
    FETCH,
  ],
  ["Net::FTP Net::SMTP Net::SSH Net::SCP mail imap_mail sendmail ftp_put POST post put_object", UPLOAD],
  [
    "open sysopen fopen file readfile readLines read.csv readRDS File.read File.open IO.read IO.readlines readlines slurp parse_ini_file io.open io.lines scan getline opendir readdir scandir glob Dir",
    READ,
  ],
  [
    "file_put_contents fwrite fputs File.write IO.write writeLines write.csv saveRDS sink move_uploaded_file mkdir rename copy symlink link",
    WRITE,
  ],
  ["unlink rmdir rmtree FileUtils.rm_rf rm_rf rm_r remove_dir os.remove file.remove File.delete", DELETE],
  ["chmod chown chgrp umask setuid setgid", PERMISSION],
  ["kill posix_kill", KILL],
  ["fork", { signals: ["destruction.resources"] }],
  [
    "syscall dl_open Fiddle FFI ffi DynaLoader XSLoader dyn.load unserialize Marshal.load YAML.load pack unpack extract",
    NATIVE,
  ],
  [
    "base64_decode decode_base64 Base64.decode64 strict_decode64 unbase64 gzinflate gzuncompress str_rot13 hex2bin",
    DECODES,
  ],
  ["ENV environ getenv putenv ENVIRON Sys.getenv $ENV", { signals: ["credential.environment"] }],
]);

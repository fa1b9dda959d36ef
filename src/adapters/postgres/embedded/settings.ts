import { SOCKET_PORT } from "./folder.ts";

/** Settings of the embedded server, each with its reason. What stands here nobody has to set. */
const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  // No port: only who may enter the folder of the socket can connect, and no other program can have taken it.
  listen_addresses: "",
  unix_socket_permissions: "0700",
  // Durability is what it is for.
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  // One server without standby: half the log, and none of its processes.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  // The working set is the newest day's records and the open sessions.
  shared_buffers: "64MB",
  max_connections: "100",
  // Fewer, larger checkpoints: each makes the next change of a page cost a whole page of log.
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  // Reads are small; worker processes for them cost memory and gain nothing.
  io_method: "sync",
  jit: "off",
  // No value of a row in the log: no statement, no parameter, no detail.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_min_messages: "log",
  log_checkpoints: "off",
  log_parameter_max_length_on_error: "0",
};

/** @param sockets the folder for the socket; quoted, as it stands for a list */
export function serverArguments(clusterName: string, sockets: string): readonly string[] {
  const settings = {
    ...SERVER_SETTINGS,
    cluster_name: clusterName,
    port: String(SOCKET_PORT),
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

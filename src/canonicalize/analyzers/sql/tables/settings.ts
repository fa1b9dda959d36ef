/**
 * Settings of a session that change how values look or when a statement gives up, and neither what statements mean
 * nor who runs them (PostgreSQL chapter 19; MySQL 7.1.8; Transact-SQL "SET statements").
 */
export const HARMLESS_SETTINGS: ReadonlySet<string> = new Set(
  `application_name bytea_output client_encoding client_min_messages datestyle debug_pretty_print default_transaction_read_only
   enable_bitmapscan enable_hashagg enable_hashjoin enable_indexonlyscan enable_indexscan enable_material enable_mergejoin
   enable_nestloop enable_partition_pruning enable_seqscan enable_sort extra_float_digits geqo
   idle_in_transaction_session_timeout intervalstyle jit lc_messages lc_monetary lc_numeric lc_time lock_timeout
   maintenance_work_mem max_parallel_workers_per_gather names random_page_cost statement_timeout temp_buffers time_zone
   timezone transaction_timeout work_mem xmlbinary xmloption
   ansi_nulls ansi_padding ansi_warnings arithabort concat_null_yields_null datefirst dateformat deadlock_priority language
   nocount rowcount statistics textsize
   character_set_results character_set_client character_set_connection collation_connection max_execution_time
   net_read_timeout net_write_timeout profiling sql_select_limit wait_timeout`.split(/\s+/),
);

/** Settings whose value the server runs as a command or loads as a library. */
export const COMMAND_SETTINGS: ReadonlySet<string> = new Set(
  `archive_command archive_cleanup_command archive_library restore_command recovery_end_command ssl_passphrase_command
   shared_preload_libraries session_preload_libraries local_preload_libraries dynamic_library_path jit_provider
   plugin_dir init_connect init_file`.split(/\s+/),
);

/** Tables that hold passwords or their hashes. */
export const CREDENTIAL_TABLES: ReadonlySet<string> = new Set([
  "pg_authid",
  "pg_shadow",
  "pg_user_mapping",
  "pg_user_mappings",
  "pg_catalog.pg_authid",
  "pg_catalog.pg_shadow",
  "pg_catalog.pg_user_mapping",
  "pg_catalog.pg_user_mappings",
  "mysql.user",
  "mysql.global_priv",
  "sys.sql_logins",
  "sys.syslogins",
  "sys.credentials",
  "master.sys.sql_logins",
  "master..syslogins",
  "master.dbo.syslogins",
]);

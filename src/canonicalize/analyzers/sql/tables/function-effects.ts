import type { FileAccess, HostAccess } from "../../../../domain/facts.ts";
import type { SignalCode } from "../../signals.ts";
import type { Effect } from "../effects.ts";

const write: Effect = { does: "write" };
const schema: Effect = { does: "schema" };
const admin: Effect = { does: "admin" };
const delay: Effect = { does: "delay" };
const unnamed: Effect = { does: "read_unnamed" };
const opaque: Effect = { does: "sql" };
const library: Effect = { does: "command" };

const adminWith = (signal: SignalCode): Effect => ({ does: "admin", signal });
const file = (access: FileAccess, argument?: number): Effect => ({
  does: "file",
  access,
  ...(argument === undefined ? {} : { argument }),
});
const host = (access: HostAccess, argument?: number): Effect => ({
  does: "host",
  access,
  ...(argument === undefined ? {} : { argument }),
});
const command = (argument: number): Effect => ({ does: "command", argument });
const sql = (argument: number): Effect => ({ does: "sql", argument });

/** Several functions with the same effects, their names divided by white space. */
function all(names: string, ...effects: readonly Effect[]): Readonly<Record<string, readonly Effect[]>> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, effects]),
  );
}

/** PostgreSQL 18, chapter 9 (9.17 sequences, 9.28 system administration, 34.4 large objects) and appendix F. */
const POSTGRES: Readonly<Record<string, readonly Effect[]>> = {
  ...all("nextval setval", write),
  ...all("lo_creat lo_create lo_from_bytea lo_put lo_truncate lo_truncate64 lo_unlink lowrite lo_open", write),
  ...all("pg_notify pg_logical_emit_message", write),
  ...all("lo_import", file("read", 0), write),
  ...all("lo_export", file("write", 1)),
  ...all("pg_read_file pg_read_binary_file pg_stat_file pg_file_read", file("read", 0)),
  ...all("pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings", file("read")),
  ...all("pg_ls_dir", file("list", 0)),
  ...all("pg_ls_logdir pg_ls_waldir pg_ls_tmpdir pg_ls_archive_statusdir pg_ls_logicalmapdir", file("list")),
  ...all("pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_logdir_ls", file("list")),
  ...all("pg_file_write pg_file_sync", file("write", 0)),
  ...all("pg_file_unlink", file("delete", 0)),
  ...all("pg_file_rename", file("move", 0), file("write", 1)),
  ...all("pg_sleep pg_sleep_for pg_sleep_until", delay),
  ...all("pg_advisory_lock pg_advisory_lock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared", delay),
  ...all("pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock", delay),
  ...all("pg_try_advisory_xact_lock_shared pg_advisory_unlock pg_advisory_unlock_shared pg_advisory_unlock_all", delay),
  ...all("setseed set_limit", delay),
  ...all("set_config", { does: "setting" }),
  ...all("pg_terminate_backend pg_cancel_backend", adminWith("destruction.processes")),
  ...all("pg_stat_reset pg_stat_reset_shared pg_stat_reset_slru pg_stat_statements_reset", adminWith("evasion.log")),
  ...all("pg_rotate_logfile pg_rotate_logfile_old", adminWith("evasion.log")),
  ...all("pg_reload_conf pg_promote pg_switch_wal pg_create_restore_point pg_backup_start pg_backup_stop", admin),
  ...all(
    "pg_start_backup pg_stop_backup pg_wal_replay_pause pg_wal_replay_resume pg_log_backend_memory_contexts",
    admin,
  ),
  ...all("pg_create_logical_replication_slot pg_create_physical_replication_slot pg_drop_replication_slot", admin),
  ...all("pg_replication_slot_advance pg_logical_slot_get_changes pg_logical_slot_get_binary_changes", admin),
  ...all("pg_logical_slot_peek_changes pg_logical_slot_peek_binary_changes pg_export_snapshot", admin),
  ...all(
    "pg_clear_attribute_stats pg_clear_relation_stats pg_restore_attribute_stats pg_restore_relation_stats",
    admin,
  ),
  ...all("brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list", admin),
  ...all("pg_import_system_collations pg_prewarm pg_truncate_visibility_map heap_force_kill heap_force_freeze", admin),
  ...all("query_to_xml query_to_xmlschema query_to_xml_and_xmlschema ts_stat crosstab crosstab2", sql(0)),
  ...all("crosstab3 crosstab4 pgr_dijkstra", sql(0)),
  ...all("ts_rewrite", sql(1)),
  ...all("connectby xpath_table cursor_to_xml cursor_to_xmlschema get_raw_page heap_page_items bt_page_items", unnamed),
  ...all("table_to_xml table_to_xml_and_xmlschema table_to_xmlschema database_to_xml schema_to_xml", unnamed),
  ...all(
    "database_to_xml_and_xmlschema database_to_xmlschema schema_to_xml_and_xmlschema schema_to_xmlschema",
    unnamed,
  ),
  ...all("dblink_connect", host("connect", 0)),
  ...all("dblink_connect_u", host("connect", 1)),
  ...all("dblink dblink_exec", host("connect", 0), sql(1)),
  ...all("dblink_open", host("connect"), sql(2)),
  ...all("dblink_send_query", host("connect"), sql(1)),
  ...all("dblink_fetch dblink_get_result dblink_disconnect dblink_close", host("connect")),
  ...all("postgres_fdw_get_connections postgres_fdw_disconnect postgres_fdw_disconnect_all", host("connect")),
  ...all("http_get", host("fetch", 0)),
  ...all("http_head http_delete http", host("connect", 0)),
  ...all("http_post http_put http_patch", host("upload", 0)),
  ...all("aws_s3.query_export_to_s3 query_export_to_s3", host("upload"), sql(0)),
  ...all("aws_s3.table_import_from_s3 table_import_from_s3", host("fetch"), write),
  ...all("aws_lambda.invoke", host("upload")),
  ...all("cron.schedule cron.schedule_in_database", admin, sql(1)),
  ...all("cron.unschedule cron.alter_job", admin),
  ...all("pg_background_launch", sql(0)),
  ...all("create_hypertable add_retention_policy drop_chunks add_compression_policy remove_retention_policy", schema),
  ...all("addgeometrycolumn dropgeometrycolumn dropgeometrytable updategeometrysrid populate_geometry_columns", schema),
};

/** MySQL 8.4 and MariaDB, with the user-defined functions of lib_mysqludf_sys. */
const MYSQL: Readonly<Record<string, readonly Effect[]>> = {
  ...all("load_file", file("read", 0)),
  ...all("sys_exec sys_eval", command(0)),
  ...all("sys_get", { does: "command" }),
  ...all("sys_set", admin),
  ...all("sleep benchmark get_lock release_lock release_all_locks is_free_lock is_used_lock", delay),
  ...all("master_pos_wait source_pos_wait wait_for_executed_gtid_set", delay),
};

/** SQLite's core functions and those of its shell and contributed extensions. */
const SQLITE: Readonly<Record<string, readonly Effect[]>> = {
  ...all("load_extension", library),
  ...all("readfile", file("read", 0)),
  ...all("lsdir fsdir", file("list", 0)),
  ...all("writefile", file("write", 0)),
  ...all("edit", { does: "command" }),
  ...all("eval", sql(0)),
  ...all("fts3_tokenizer", library),
  ...all("zipfile", file("read", 0)),
};

/** Transact-SQL: rowset functions, system and extended stored procedures. */
const TSQL: Readonly<Record<string, readonly Effect[]>> = {
  ...all("openrowset opendatasource openquery", host("connect"), opaque),
  ...all("openxml", delay),
  ...all("xp_cmdshell", command(0)),
  ...all("sp_oacreate sp_oamethod sp_oagetproperty sp_oasetproperty sp_oadestroy sp_oastop", library),
  ...all("sp_execute_external_script xp_servicecontrol sp_addextendedproc sp_dropextendedproc", library),
  ...all("xp_dirtree xp_subdirs xp_fileexist xp_getfiledetails sys.dm_os_enumerate_filesystem", file("list", 0)),
  ...all(
    "dm_os_enumerate_filesystem xp_availablemedia xp_fixeddrives sys.dm_os_file_exists dm_os_file_exists",
    file("list"),
  ),
  ...all("xp_create_subdir", file("write", 0)),
  ...all("xp_delete_file xp_delete_files", file("delete")),
  ...all("xp_copy_file xp_copy_files", file("copy", 0)),
  ...all(
    "xp_readerrorlog sp_readerrorlog fn_get_audit_file fn_trace_gettable fn_xe_file_target_read_file",
    file("read"),
  ),
  ...all("sys.fn_get_audit_file sys.fn_xe_file_target_read_file", file("read")),
  ...all("xp_regread xp_instance_regread xp_regenumvalues xp_regenumkeys", file("read")),
  ...all("xp_regwrite xp_regdeletevalue xp_regdeletekey xp_instance_regwrite xp_regaddmultistring", admin),
  ...all("sp_executesql sp_prepare sp_prepexec sp_sqlexec sp_msforeachdb sp_msforeachtable", sql(0)),
  ...all("sp_execute sp_cursoropen sp_cursorexecute", opaque),
  ...all("sp_configure sp_addlinkedserver sp_addlinkedsrvlogin sp_dropserver sp_serveroption sp_trace_create", admin),
  ...all(
    "sp_addlogin sp_addsrvrolemember sp_addrolemember sp_adduser sp_grantdbaccess sp_grantlogin sp_password",
    admin,
  ),
  ...all("sp_droplogin sp_dropuser sp_denylogin sp_revokelogin sp_changedbowner sp_setapprole sp_addapprole", admin),
  ...all("sp_add_job sp_add_jobstep sp_start_job sp_add_jobserver sp_add_jobschedule sp_procoption", admin, library),
  ...all("sp_cycle_errorlog sp_delete_jobhistory sp_delete_backuphistory", adminWith("evasion.log")),
  ...all("sp_send_dbmail xp_sendmail", host("upload"), opaque),
  ...all("sp_rename sp_renamedb sp_dropdb sp_detach_db sp_attach_db sp_dboption", schema),
  ...all("sp_invoke_external_rest_endpoint", host("upload")),
};

/** Oracle's supplied packages (`name.*` is all of one), DuckDB's and ClickHouse's table functions. */
const OTHERS: Readonly<Record<string, readonly Effect[]>> = {
  ...all("utl_http.* utl_tcp.* utl_smtp.* utl_mail.* dbms_ldap.* utl_inaddr.* httpuritype", host("connect")),
  ...all("utl_file.* dbms_lob.* dbms_advisor.* dbms_xslprocessor.*", file("write")),
  ...all("dbms_scheduler.* dbms_java.* dbms_java_test.* dbms_job.*", library),
  ...all("dbms_sql.* dbms_xmlgen.* dbms_xmlquery.*", opaque),
  ...all("dbms_lock.* dbms_session.sleep dbms_pipe.*", delay),
  ...all(
    "read_csv read_csv_auto read_parquet parquet_scan read_json read_json_auto read_text read_blob",
    file("read", 0),
  ),
  ...all("read_ndjson read_xlsx sniff_csv parquet_metadata sqlite_scan file", file("read", 0)),
  ...all("executable", command(0)),
  ...all(
    "url s3 s3cluster remote remotesecure hdfs jdbc odbc azureblobstorage gcs deltalake iceberg",
    host("connect", 0),
  ),
  ...all("system getenv", { does: "command" }),
};

/** By name in lower case: qualified, `package.*`, or alone whatever the schema. */
export const FUNCTION_EFFECTS: ReadonlyMap<string, readonly Effect[]> = new Map(
  Object.entries({ ...OTHERS, ...TSQL, ...SQLITE, ...MYSQL, ...POSTGRES }),
);

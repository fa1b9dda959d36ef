/**
 * Functions that change nothing of MySQL 8.4 ("Built-In Function and Operator Reference"), SQLite 3 ("Built-In Scalar",
 * "Date And Time", "Aggregate", "Window", "JSON", "Math" functions), Transact-SQL ("What are the SQL database functions?") and of
 * common warehouses, where PostgreSQL has none of the same name.
 */
export const OTHER_FUNCTIONS = `
  add_months adddate addtime aes_decrypt aes_encrypt app_name applock_mode approx_count_distinct approx_distinct
  approx_percentile approx_quantile arg_max arg_min array_contains array_size atn2 avg_if bin bin_to_uuid
  binary_checksum bm25 carray changes charindex charset checksum checksum_agg choose coercibility col_length
  col_name collation columnproperty compress connection_id connectionproperty contains context_info conv convert_tz
  count_big count_if countif curdate current_timezone current_transaction_id cursor_status curtime database
  databasepropertyex datalength date_bucket date_diff date_format date_sub dateadd datediff datediff_big
  datefromparts datename datepart datetime datetime2fromparts datetimefromparts datetimeoffsetfromparts datetrunc
  day dayname dayofmonth dayofweek dayofyear db_id db_name dbstat decompress decryptbykey default div0
  edge_id_from_parts elt endswith eomonth epoch epoch_ms equal_null error_line error_message error_number
  error_procedure error_severity error_state export_set extractvalue field file_id file_name filegroup_id
  filegroup_name find_in_set flatten format_bytes format_date format_pico_time format_timestamp formatmessage
  found_rows from_base64 from_days from_unixtime fulltextcatalogproperty generate_array get_format getansinull
  getdate getutcdate glob group_concat grouping_id has_dbaccess has_perms_by_name hashbytes hex highlight hll
  host_id host_name hour icu_version ident_current ident_incr ident_seed if ifnull iif in index_col
  indexkey_property indexproperty inet6_aton inet6_ntoa inet_aton inet_ntoa insert instr is_ipv4 is_ipv4_compat
  is_ipv4_mapped is_ipv6 is_member is_null_value is_rolemember is_srvrolemember is_uuid isdate isjson isnull
  isnumeric json_array_append json_array_insert json_contains json_contains_path json_depth json_error_position
  json_extract json_group_array json_group_object json_insert json_keys json_length json_merge json_merge_patch
  json_merge_preserve json_modify json_overlaps json_patch json_path_exists json_pretty json_quote json_remove
  json_replace json_schema_valid json_schema_validation_report json_search json_set json_storage_free
  json_storage_size json_tree json_type json_unquote json_valid jsonb jsonb_array jsonb_extract jsonb_group_array
  jsonb_group_object jsonb_patch jsonb_remove jsonb_replace jsonb_tree julianday last_day last_insert_id last_insert_rowid lcase
  left_shift len likelihood likely list list_aggregate list_contains list_value listagg locate log2 make_set
  makedate maketime matchinfo max_by median microsecond mid min_active_rowversion min_by minute month monthname
  months_between name_const nchar newid newsequentialid nvl nvl2 object_construct object_definition object_id
  object_keys object_name object_schema_name objectproperty objectpropertyex oct offsets openjson ord
  original_db_name original_login parse parse_date parse_json parse_timestamp parsename patindex percentile
  percentile_approx period_add period_diff permissions pragma_collation_list pragma_compile_options
  pragma_database_list pragma_foreign_key_list pragma_function_list pragma_index_info pragma_index_list
  pragma_table_info pragma_table_list pragma_table_xinfo printf ps_current_thread_id quantile quarter quote
  quotename rand random_bytes randomblob range ratio_to_report regexp_contains regexp_extract replicate right_shift
  row_count rowcount_big rownum safe_cast safe_divide schema schema_id schema_name scope_identity sec_to_time second
  serverproperty session_context sessionproperty sha sha1 sha2 smalldatetimefromparts snippet space split
  sqlite_compileoption_get sqlite_compileoption_used sqlite_source_id sqlite_version square starts_with startswith
  statement_digest stats_date std stdev stdevp str str_to_date strcmp strftime string_escape string_split strptime
  struct stuff subdate substring_index subtime suser_id suser_name suser_sid suser_sname switchoffset sysdate
  sysdatetime sysdatetimeoffset systimestamp sysutcdatetime textptr time_format time_to_sec timediff timefromparts
  timestamp_diff timestamp_trunc timestampadd timestampdiff to_array to_base64 to_days to_decimal to_json_string
  to_seconds to_varchar to_variant todate todatetime todatetimeoffset tofloat64 toint32 tostartofday tostartofmonth
  tostring total total_changes toyyyymm trigger_nestlevel truncate try_cast try_convert try_parse try_to_date
  try_to_number type_id type_name typeof typeproperty ucase uncompress uncompressed_length unhex unicode uniqexact
  unix_timestamp unixepoch unlikely unpivot updatexml user_id user_name utc_date utc_time utc_timestamp uuid
  uuid_short uuid_to_bin validate_password_strength values var varp vector_distance week weekday weekofyear
  weight_string xact_state year yearweek zeroblob zeroifnull
`;

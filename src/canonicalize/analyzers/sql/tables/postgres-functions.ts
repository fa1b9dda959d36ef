/**
 * Functions of PostgreSQL 18 and of the extensions that come with it, with pgvector, PostGIS' neighbours and TimescaleDB,
 * that change nothing, reach nothing outside of the database and run no text that they are given. From its catalogue:
 * `pg_proc` with provolatile immutable or stable, without what only the system calls, and the volatile ones that were
 * read one by one.
 */
export const POSTGRES_FUNCTIONS = `
  abbrev abs acldefault aclexplode acos acosd acosh age akeys any_value approximate_row_count area armor array
  array_agg array_dims array_fill array_length array_lower array_ndims array_position array_positions array_remove
  array_replace array_reverse array_sample array_shuffle array_sort array_to_json array_to_string array_to_tsvector
  array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avals avg binary_quantize bit bit_and bit_count
  bit_length bit_or bit_xor bool bool_and bool_or box bpchar broadcast btrim bytea cardinality casefold cash_words
  cast cbrt ceil ceiling center char char_length character_length chr cidr circle citext clock_timestamp coalesce
  col_description collation_for concat concat_ws convert convert_from convert_to corr cos cosd cosh cosine_distance
  cot cotd count covar_pop covar_samp crc32 crc32c crypt cube cube_dim cube_enlarge cube_inter cube_is_point
  cube_ll_coord cube_size cube_subset cube_union cube_ur_coord cume_dist current_catalog current_database
  current_date current_query current_role current_schema current_schemas current_setting current_time
  current_timestamp current_user currval daitch_mokotoff database_to_xmlschema date date_add date_bin date_part
  date_subtract date_trunc datemultirange daterange daterange_canonical daterange_subdiff dearmor decode decrypt
  decrypt_iv defined degrees dense_rank dexp diagonal diameter difference digest div dlog1 dlog10 dmetaphone
  dmetaphone_alt dround dtrunc each earth earth_box earth_distance encode encrypt encrypt_iv enum_first enum_in
  enum_last enum_range enum_send erf erfc every exists exp extract factorial family fips_mode first first_value
  float4 float8 floor format format_type gamma gc_to_sec gcd gen_random_bytes gen_random_uuid gen_salt
  generate_series generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding getpgusername
  greatest grouping h3_lat_lng_to_cell hamming_distance has_any_column_privilege has_column_privilege
  has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege
  has_largeobject_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege has_server_privilege
  has_table_privilege has_tablespace_privilege has_type_privilege height hmac host hostmask hstore hstore_to_json
  hstore_to_json_loose hstore_to_jsonb hstore_to_jsonb_loose hypertable_size icount icu_unicode_version idx index
  inet_client_addr inet_client_port inet_server_addr inet_server_port initcap inner_product int2 int4 int4inc
  int4multirange int4range int4range_canonical int4range_subdiff int8 int8_sum int8multirange int8range
  int8range_canonical int8range_subdiff interpolate interval intset is_json is_normalized is_valid isbn isbn13
  isclosed isdefined isempty isfinite ishorizontal ismn ismn13 isopen isparallel isperp issn issn13 isvertical
  jaccard_distance json json_agg json_agg_strict json_array json_array_elements json_array_elements_text
  json_array_length json_arrayagg json_build_array json_build_object json_each json_each_text json_exists
  json_object json_object_agg json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict
  json_object_keys json_objectagg json_populate_record json_populate_recordset json_query json_scalar json_serialize
  json_strip_nulls json_table json_to_record json_to_recordset json_to_tsvector json_typeof json_value jsonb_agg
  jsonb_agg_strict jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_each jsonb_each_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_agg_strict
  jsonb_object_agg_unique jsonb_object_agg_unique_strict jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
  jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
  jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
  jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
  jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval
  l1_distance l2_distance l2_normalize lag last last_value lastval latitude lca lcm lead least left length
  levenshtein levenshtein_less_equal lgamma like like_escape line ll_to_earth ln lo_get localtime localtimestamp
  locf log log10 longitude lower lower_inc lower_inf lpad lseg ltree2text ltrim macaddr macaddr8 macaddr8_set7bit
  make_date make_interval make_time make_timestamp make_timestamptz make_valid makeaclitem masklen max md5
  merge_action metaphone min min_scale mod mode money multirange mxid_age name nameconcatoid netmask network nlevel
  normal_rand normalize notlike now npoints nth_value ntile nullif num_nonnulls num_nulls numeric numeric_div_trunc
  numeric_exp numeric_inc numeric_ln numeric_log numeric_sqrt nummultirange numnode numrange numrange_subdiff
  obj_description octet_length oid oidvectortypes ordinality overlaps overlay parse_ident path pclose percent_rank
  percentile_cont percentile_disc pg_available_extension_versions pg_available_extensions pg_backend_pid pg_basetype
  pg_blocking_pids pg_buffercache_pages pg_buffercache_summary pg_char_to_encoding pg_client_encoding
  pg_collation_actual_version pg_collation_for pg_collation_is_visible pg_column_compression pg_column_is_updatable
  pg_column_size pg_column_toast_chunk_id pg_conf_load_time pg_config pg_control_checkpoint pg_control_init
  pg_control_recovery pg_control_system pg_conversion_is_visible pg_current_logfile pg_current_snapshot
  pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn pg_current_xact_id
  pg_current_xact_id_if_assigned pg_cursor pg_database_collation_actual_version pg_database_size pg_describe_object
  pg_encoding_max_length pg_encoding_to_char pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects
  pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_extension_update_paths
  pg_filenode_relation pg_function_is_visible pg_has_role pg_identify_object pg_identify_object_as_address
  pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_indexam_progress_phasename
  pg_indexes_size pg_input_error_info pg_input_is_valid pg_is_in_recovery pg_is_other_temp_schema
  pg_is_wal_replay_paused pg_jit_available pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn
  pg_last_xact_replay_timestamp pg_listening_channels pg_lock_status pg_lsn pg_mcv_list_items pg_my_temp_schema
  pg_notification_queue_usage pg_numa_available pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible
  pg_options_to_table pg_partition_ancestors pg_partition_root pg_partition_tree pg_postmaster_start_time
  pg_prepared_statement pg_prepared_xact pg_relation_filenode pg_relation_filepath pg_relation_is_publishable
  pg_relation_is_updatable pg_relation_size pg_relpages pg_replication_origin_oid pg_replication_origin_progress
  pg_safe_snapshot_blocking_pids pg_sequence_last_value pg_sequence_parameters pg_settings_get_flags
  pg_show_all_settings pg_show_replication_origin_status pg_size_bytes pg_size_pretty pg_snapshot_xip
  pg_snapshot_xmax pg_snapshot_xmin pg_split_walfile_name pg_stat_have_stats pg_stat_statements
  pg_stat_statements_info pg_statistics_obj_is_visible pg_table_is_visible pg_table_size pg_tablespace_databases
  pg_tablespace_location pg_tablespace_size pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names
  pg_total_relation_size pg_trigger_depth pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible
  pg_ts_template_is_visible pg_type_is_visible pg_typeof pg_visible_in_snapshot pg_wal_lsn_diff pg_walfile_name
  pg_walfile_name_offset pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status pgp_armor_headers
  pgp_key_id pgp_pub_decrypt pgp_pub_decrypt_bytea pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_decrypt
  pgp_sym_decrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea pgstatginindex pgstathashindex pgstatindex pgstattuple
  pgstattuple_approx phraseto_tsquery pi plainto_tsquery point polygon popen position postgis_full_version
  postgis_version pow power querytree quote_ident quote_literal quote_nullable radians radius random random_normal
  range_agg range_intersect_agg range_merge rank regclass regexp_count regexp_instr regexp_like regexp_match
  regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy
  regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row
  row_number row_security_active row_to_json rows rpad rtrim satisfies_hash_partition scale schema_to_xmlschema
  sec_to_gc seg seg_center seg_inter seg_lower seg_size seg_union seg_upper session_user set_bit set_byte
  set_masklen setweight sha224 sha256 sha384 sha512 shell_in shobj_description show_limit show_trgm sign
  similar_escape similar_to_escape similarity sin sind sinh skeys slice slope sort sort_asc sort_desc soundex
  split_part sqrt statement_timestamp stddev stddev_pop stddev_samp strict_word_similarity string_agg
  string_to_array string_to_table strip strpos subarray subltree subpath substr substring subvector sum svals
  system_user table_to_xmlschema tan tand tanh text text2ltree text_soundex textlen time time_bucket
  time_bucket_gapfill timeofday timestamp timestamptz timetz timezone to_ascii to_bin to_char to_date to_hex to_json
  to_jsonb to_number to_oct to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc
  to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp to_tsquery to_tsvector transaction_timestamp
  translate treat trim trim_array trim_scale trunc ts_debug ts_delete ts_filter ts_headline ts_lexize ts_parse
  ts_rank ts_rank_cd ts_rewrite ts_token_type tsmultirange tsquery_phrase tsrange tsrange_subdiff tstzmultirange
  tstzrange tstzrange_subdiff tsvector_to_array txid_current txid_current_if_assigned txid_current_snapshot
  txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status txid_visible_in_snapshot unaccent
  unicode_assigned unicode_version uniq unistr unnest upc upper upper_inc upper_inf user uuid_extract_timestamp
  uuid_extract_version uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5
  uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500 uuidv4 uuidv7 var_pop var_samp varbit varchar variance
  vector_dims vector_norm version websearch_to_tsquery width width_bucket word_similarity xid xml xml_is_well_formed
  xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlelement xmlexists xmlforest xmlparse
  xmlpi xmlroot xmlserialize xmltable xmltext xmlvalidate xpath xpath_bool xpath_exists xpath_list xpath_nodeset
  xpath_number xpath_string
`;

/** Families of names of the same kind: PostgreSQL's catalogue and statistics, and PostGIS (ISO 13249-3). */
export const POSTGRES_PREFIXES: readonly string[] = ["pg_get_", "pg_stat_get_", "st_"];

import type { DatabaseVerb, StatementClass } from "../statement.ts";

/** What a kind of statement does, by its name in PostgreSQL's parse tree. */
export interface NodeSpec {
  readonly operation: string;
  /** What the statement counts as: everything that creates, alters or drops is `schema`, roles among it. */
  readonly class: StatementClass;
  /** What it takes to do it. */
  readonly verb: DatabaseVerb;
  /** The fields that hold the tables that the verb is about. */
  readonly at?: readonly string[];
}

const schema = (operation: string, ...at: readonly string[]): NodeSpec => ({
  operation,
  class: "schema",
  verb: "db.schema",
  at,
});
/** Changes who may do what, or runs code with more rights: a matter of schema by name, of administration in effect. */
const power = (operation: string, ...at: readonly string[]): NodeSpec => ({
  operation,
  class: "schema",
  verb: "db.admin",
  at,
});
const admin = (operation: string, ...at: readonly string[]): NodeSpec => ({
  operation,
  class: "admin",
  verb: "db.admin",
  at,
});
const read = (operation: string, of: StatementClass = "read"): NodeSpec => ({ operation, class: of, verb: "db.read" });

/** PostgreSQL 18, src/include/nodes/parsenodes.h: every node that is a statement. What is not here is not known. */
export const NODES: Readonly<Record<string, NodeSpec | undefined>> = {
  SelectStmt: read("select"),
  InsertStmt: { operation: "insert", class: "write", verb: "db.write", at: ["relation"] },
  UpdateStmt: { operation: "update", class: "write", verb: "db.write", at: ["relation"] },
  DeleteStmt: { operation: "delete", class: "delete", verb: "db.delete", at: ["relation"] },
  MergeStmt: { operation: "merge", class: "write", verb: "db.write", at: ["relation"] },
  CopyStmt: { operation: "copy", class: "write", verb: "db.read" },
  ExplainStmt: read("explain"),
  DeclareCursorStmt: read("declare_cursor"),
  FetchStmt: read("fetch"),
  ClosePortalStmt: read("close_cursor", "transaction"),
  PrepareStmt: read("prepare"),
  VariableShowStmt: read("show"),
  ListenStmt: read("listen"),
  UnlistenStmt: read("unlisten"),
  NotifyStmt: { operation: "notify", class: "write", verb: "db.write" },
  TransactionStmt: read("transaction", "transaction"),
  DeallocateStmt: read("deallocate", "transaction"),
  // When constraints are checked, and what a session holds (temporary tables among it): no data is read.
  ConstraintsSetStmt: { operation: "set_constraints", class: "admin", verb: "db.write" },
  DiscardStmt: { operation: "discard", class: "admin", verb: "db.write" },
  VariableSetStmt: read("set", "admin"),
  LockStmt: admin("lock", "relations"),
  VacuumStmt: admin("vacuum"),
  CheckPointStmt: admin("checkpoint"),
  LoadStmt: admin("load"),
  GrantStmt: admin("grant"),
  GrantRoleStmt: admin("grant_role"),
  AlterDefaultPrivilegesStmt: power("alter_default_privileges"),
  CallStmt: { operation: "call", class: "unknown", verb: "db.write" },
  ExecuteStmt: { operation: "execute", class: "unknown", verb: "db.write" },
  DoStmt: admin("do"),

  CreateStmt: schema("create_table", "relation"),
  CreateForeignTableStmt: schema("create_foreign_table"),
  CreateTableAsStmt: schema("create_table_as"),
  ViewStmt: schema("create_view", "view"),
  IndexStmt: schema("create_index", "relation"),
  CreateSeqStmt: schema("create_sequence"),
  CreateSchemaStmt: schema("create_schema"),
  CreatedbStmt: schema("create_database"),
  CreateDomainStmt: schema("create_domain"),
  CreateEnumStmt: schema("create_type"),
  CreateRangeStmt: schema("create_type"),
  CompositeTypeStmt: schema("create_type"),
  DefineStmt: schema("create_object"),
  CreateCastStmt: schema("create_cast"),
  CreateConversionStmt: schema("create_conversion"),
  CreateOpClassStmt: schema("create_operator_class"),
  CreateOpFamilyStmt: schema("create_operator_family"),
  CreateStatsStmt: schema("create_statistics"),
  CreateTransformStmt: schema("create_transform"),
  CreateTableSpaceStmt: power("create_tablespace"),
  CreateAmStmt: power("create_access_method"),
  CreatePublicationStmt: schema("create_publication"),
  CreateSubscriptionStmt: power("create_subscription"),
  CreateExtensionStmt: power("create_extension"),
  CreateFdwStmt: power("create_foreign_data_wrapper"),
  CreateForeignServerStmt: power("create_server"),
  CreateUserMappingStmt: power("create_user_mapping"),
  CreatePLangStmt: power("create_language"),
  CreatePolicyStmt: power("create_policy", "table"),
  CreateRoleStmt: power("create_role"),
  CreateTrigStmt: schema("create_trigger", "relation"),
  CreateEventTrigStmt: power("create_event_trigger"),
  CreateFunctionStmt: power("create_function"),
  RuleStmt: schema("create_rule", "relation"),

  AlterTableStmt: schema("alter_table", "relation"),
  AlterTableMoveAllStmt: schema("alter_table"),
  AlterTableSpaceOptionsStmt: power("alter_tablespace"),
  AlterDomainStmt: schema("alter_domain"),
  AlterEnumStmt: schema("alter_type"),
  AlterTypeStmt: schema("alter_type"),
  AlterSeqStmt: schema("alter_sequence"),
  AlterStatsStmt: schema("alter_statistics"),
  AlterCollationStmt: schema("alter_collation"),
  AlterObjectDependsStmt: schema("alter_object"),
  AlterObjectSchemaStmt: schema("alter_object", "relation"),
  AlterOpFamilyStmt: schema("alter_operator_family"),
  AlterOperatorStmt: schema("alter_operator"),
  AlterTSConfigurationStmt: schema("alter_text_search"),
  AlterTSDictionaryStmt: schema("alter_text_search"),
  AlterPublicationStmt: schema("alter_publication"),
  AlterExtensionStmt: power("alter_extension"),
  AlterExtensionContentsStmt: power("alter_extension"),
  AlterFunctionStmt: power("alter_function"),
  AlterEventTrigStmt: power("alter_event_trigger"),
  AlterFdwStmt: power("alter_foreign_data_wrapper"),
  AlterForeignServerStmt: power("alter_server"),
  AlterOwnerStmt: power("alter_owner", "relation"),
  AlterPolicyStmt: power("alter_policy", "table"),
  AlterSubscriptionStmt: power("alter_subscription"),
  AlterUserMappingStmt: power("alter_user_mapping"),
  AlterRoleStmt: power("alter_role"),
  AlterRoleSetStmt: power("alter_role"),
  AlterSystemStmt: power("alter_system"),
  AlterDatabaseStmt: power("alter_database"),
  AlterDatabaseSetStmt: power("alter_database"),
  AlterDatabaseRefreshCollStmt: power("alter_database"),
  RenameStmt: schema("rename", "relation"),
  CommentStmt: schema("comment"),
  SecLabelStmt: power("security_label"),
  ClusterStmt: schema("cluster", "relation"),
  ReindexStmt: schema("reindex", "relation"),
  RefreshMatViewStmt: schema("refresh_materialized_view", "relation"),
  /** Fills a schema with another server's tables: a write, for which it takes an administrator. */
  ImportForeignSchemaStmt: { operation: "import_foreign_schema", class: "write", verb: "db.admin" },

  DropStmt: schema("drop"),
  TruncateStmt: schema("truncate", "relations"),
  DropdbStmt: schema("drop_database"),
  DropTableSpaceStmt: power("drop_tablespace"),
  DropRoleStmt: power("drop_role"),
  DropOwnedStmt: power("drop_owned"),
  ReassignOwnedStmt: power("reassign_owned"),
  DropUserMappingStmt: power("drop_user_mapping"),
  DropSubscriptionStmt: schema("drop_subscription"),
};

# METADATA
# title: Data analysts
# description: An analyst's statements read, from the tables that were opened to analysts, and leave some columns alone.
package policy.analyst

import data.writ.reasons

# METADATA
# title: statement_changes_data
# description: The statement is no plain read. What could not be parsed is none either.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L2, NIST-AI-RMF-MAP-1.1, ISO-42001-A.7.2]
block contains reason if {
	some statement in input.facts.statements
	not statement.class in {"read", "transaction"}
	message := concat("", ["analysts only read, and this is ", reasons.name(statement.operation)])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: table_not_opened
# description: The statement reads a table that is not among those which analysts may read.
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-03, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
block contains reason if {
	some statement in input.facts.statements
	some table in statement.tables_read
	not opened(table)
	reason := reasons.of(rego.metadata.rule(), concat(" ", [reasons.name(table), "is not open to analysts"]))
}

# METADATA
# title: column_closed
# description: |
#   The statement names a column that analysts do not see, or reads all columns of a table that has such columns.
# custom:
#   controls: [OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
require_approval contains reason if {
	some statement in input.facts.statements
	some column in statement.columns
	some table in statement.tables_read
	closed(table, column)
	said := reasons.of(rego.metadata.rule(), concat(" ", [reasons.name(column), "is closed to analysts"]))
	reason := object.union(said, {"approval": {"approvers": ["role:data-steward"]}})
}

opened(table) if lower(table) in data.settings.analyst.tables

opened(table) if {
	some name in data.settings.analyst.tables
	endswith(name, ".*")
	startswith(lower(table), trim_suffix(name, "*"))
}

closed(_, column) if lower(column) in data.settings.analyst.closed_columns

closed(table, "*") if lower(table) in data.settings.analyst.tables_with_closed_columns

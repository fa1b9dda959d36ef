package policy.analyst_test

import data.writ.testing_test as testing

stated(change) := {"/facts": {"statements": [object.union(
	{
		"dialect": "postgres",
		"operation": "select",
		"class": "read",
		"tables_read": ["sales.orders"],
		"tables_written": [],
		"columns": ["total"],
		"unbounded": false,
	},
	change,
)]}}

cases := {
	"a read of an open table": {"given": stated({}), "effect": "allow"},
	"names are compared in one case": {"given": stated({"tables_read": ["Sales.Orders"]}), "effect": "allow"},
	"a table of an open schema": {"given": stated({"tables_read": ["reporting.daily"]}), "effect": "allow"},
	"a schema that only begins alike": {
		"given": stated({"tables_read": ["reporting_raw.daily"]}),
		"effect": "block",
		"codes": {"table_not_opened"},
	},
	"another table beside it": {
		"given": stated({"tables_read": ["sales.orders", "hr.salaries"]}),
		"effect": "block",
		"codes": {"table_not_opened"},
	},
	"a write": {
		"given": stated({"class": "write", "operation": "update", "tables_read": []}),
		"effect": "block",
		"codes": {"statement_changes_data"},
	},
	"a statement that nobody understood": {
		"given": stated({"class": "unknown", "operation": "", "tables_read": []}),
		"effect": "block",
		"codes": {"statement_changes_data"},
	},
	"begin and commit": {"given": stated({"class": "transaction", "tables_read": []}), "effect": "allow"},
	"a closed column": {"given": stated({"columns": ["Email"]}), "effect": "block", "codes": {"column_closed"}},
	"all columns of a table with closed ones": {
		"given": stated({"columns": ["*"], "tables_read": ["sales.customers"]}),
		"effect": "block",
		"codes": {"column_closed"},
	},
	"all columns of another": {"given": stated({"columns": ["*"]}), "effect": "allow"},
	"a call without statements": {"effect": "allow"},
}

test_analyst[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_the_steward_is_asked if {
	document := testing.decision({"given": stated({"columns": ["email"]})})
	document.approval.approvers == ["role:data-steward"]
}

package policy.four_eyes_test

import data.writ.testing_test as testing

landlord := "DE02120300000000202051"

pay(value, account) := {
	"/action/verb": "payment.transfer",
	"/action/tier": "bounded_write",
	"/action/traits": ["irreversible", "spends", "writes"],
	"/action/amount": {"value": value, "currency": "EUR"},
	"/action/destinations": [{"kind": "iban", "value": account, "origin": "unseen"}],
	"/intent/allows": [{"verb": "payment.transfer", "destinations": ["*"], "max_tier": "privileged"}],
}

approved_by(people) := {"/approval": {
	"id": "apr_1",
	"template": "this_action",
	"approvers": people,
	"approved_at": "2026-11-20T15:00:00.000Z",
}}

cases := {
	"a small sum to a checked account": {"given": pay("100", landlord), "effect": "allow"},
	"a cent more": {
		"given": pay("100.01", landlord),
		"effect": "block",
		"codes": {"payment_needs_second_person"},
	},
	"small sums in a row": {
		"given": object.union(pay("60", landlord), {"/session/spent": {"EUR": "60"}}),
		"effect": "block",
		"codes": {"payment_needs_second_person"},
	},
	"a small sum to somebody new": {
		"given": pay("1", "DE89370400440532013000"),
		"effect": "block",
		"codes": {"beneficiary_unknown"},
	},
	"a currency without a limit": {
		"given": object.union(pay("1", landlord), {"/action/amount": {"value": "1", "currency": "USD"}}),
		"effect": "block",
		"codes": {"payment_needs_second_person"},
	},
	"no currency": {
		"given": object.union(pay("1", landlord), {"/action/amount": {"value": "1", "currency": ""}}),
		"effect": "block",
		"codes": {"payment_unclear"},
	},
	"less than nothing": {
		"given": object.union(pay("-100", landlord), {}),
		"effect": "block",
		"codes": {"payment_unclear"},
	},
	"a second person has said yes": {
		"given": object.union(pay("5000", landlord), approved_by(["user:carol"])),
		"effect": "allow",
	},
	"the requester has said yes": {
		"given": object.union(pay("5000", landlord), approved_by(["user:alice"])),
		"effect": "block",
		"codes": {"approved_by_requester"},
	},
	"the requester is one of two who have said yes": {
		"given": object.union(pay("5000", landlord), approved_by(["user:alice", "user:carol"])),
		"effect": "block",
		"codes": {"approved_by_requester"},
	},
	"reading is not paying": {"effect": "allow"},
}

test_four_eyes[name] if {
	some name, case in cases
	testing.as_expected(case)
}

asked := {
	"for a large sum": {"of": pay("5000", landlord), "approvers": ["role:payments", "role:treasury"]},
	"for a large sum to somebody new": {"of": pay("5000", "DE89370400440532013000"), "approvers": ["role:treasury"]},
}

test_whom_to_ask[name] if {
	some name, case in asked
	testing.decision({"given": case.of}).approval.approvers == case.approvers
}

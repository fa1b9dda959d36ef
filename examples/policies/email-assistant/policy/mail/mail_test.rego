package policy.mail_test

import data.writ.testing_test as testing

to(addresses) := {
	"/action/destinations": addresses,
	"/intent/allows": [{"verb": "message.send", "destinations": ["*"]}],
}

alice := testing.email("alice@acme.example", "acme.example")

bob := testing.email("bob@example.com", "example.com")

tainted := {"/session/labels": ["untrusted_input"]}

house := {"/tenant_domains": ["acme.example"], "/untrusted_input/treatment": "ignore"}

cases := {
	"to a colleague": {"of": "send", "given": to([alice]), "effect": "allow"},
	"to the outside": {"of": "send", "given": to([alice, bob]), "effect": "block", "codes": {"mail_to_outside"}},
	"a person has said yes": {
		"of": "send",
		"given": object.union(to([bob]), {"/approval": {"id": "apr_1"}}),
		"effect": "allow",
	},
	"to a colleague after reading": {"of": "send", "given": object.union(to([alice]), tainted), "effect": "allow"},
	"to a stranger after reading": {
		"of": "send",
		"given": object.union(to([bob]), tainted),
		"effect": "block",
		"codes": {"mail_leaves_after_reading"},
	},
	"to whom the user named, after reading": {
		"of": "send",
		"given": object.union(to([object.union(bob, {"origin": "user"})]), tainted),
		"effect": "block",
		"codes": {"mail_to_outside"},
	},
	"to as many as it may": {
		"of": "send",
		"given": to([it |
			some i in numbers.range(1, 10)
			it := testing.email(concat("", [format_int(i, 10), "@acme.example"]), "acme.example")
		]),
		"effect": "allow",
	},
	"to one more": {
		"of": "send",
		"given": to([it |
			some i in numbers.range(1, 11)
			it := testing.email(concat("", [format_int(i, 10), "@acme.example"]), "acme.example")
		]),
		"effect": "block",
		"codes": {"mail_in_bulk"},
	},
	"a filter": {
		"given": {"/action/tool": {"server": "gmail", "name": "create_filter", "known": true, "pin": "none"}},
		"effect": "block",
		"codes": {"mail_rule_changed"},
	},
	"reading": {"effect": "allow"},
}

test_mail[name] if {
	some name, case in cases
	testing.as_expected(object.union(case, {"settings": house}))
}

test_the_user_is_asked if {
	case := {"of": "send", "given": to([bob]), "settings": house}
	testing.decision(case).approval.approvers == ["user:alice"]
}

package policy.flows_test

import data.writ.testing_test as testing

flow(classes, kind) := {"/facts": {"flows": [{
	"at": "/arguments/command",
	"from": {"kind": "file", "value": "/home/alice/x", "classes": classes},
	"to": {"kind": kind, "value": "h.example", "classes": []},
}]}}

secret := {"/findings": [{"type": "secret.aws_access_key", "severity": "high", "path": "/arguments/body"}]}

cases := {
	"a key to a host": {
		"given": flow(["credential.ssh_key"], "host"),
		"effect": "block",
		"codes": {"secret_flows_out"},
	},
	"the environment to a host": {
		"given": flow(["credential.environment"], "host"),
		"effect": "block",
		"codes": {"secret_flows_out"},
	},
	"a key to a file": {"given": flow(["credential.ssh_key"], "file"), "effect": "allow"},
	"a plain file to a host": {"given": flow([], "host"), "effect": "allow"},
	"a secret is sent": {"of": "send", "given": secret, "effect": "block", "codes": {"secret_leaves"}},
	"a secret that stays": {"of": "refund", "given": secret, "effect": "warn"},
	"an address is sent": {
		"of": "send",
		"given": {"/findings": [{"type": "pii.email", "severity": "low", "path": "/arguments/to"}]},
		"effect": "allow",
	},
	"a key for what is asked": {
		"given": object.union(secret, {
			"/action/verb": "net.fetch",
			"/action/traits": ["egress", "reads"],
			"/action/destinations": [testing.email("a@h.example", "h.example")],
			"/intent/allows": [{"verb": "net.fetch", "destinations": ["*"]}],
		}),
		"effect": "warn",
	},
}

test_flows[name] if {
	some name, case in cases
	testing.as_expected(case)
}

package policy.flows_test

import data.writ.testing_test as testing

flow(classes, kind) := {"/facts": {"flows": [{
	"at": "/arguments/command",
	"from": {"kind": "file", "value": "/home/alice/x", "classes": classes},
	"to": {"kind": kind, "value": "h.example", "classes": []},
}]}}

finding(type, severity) := {"/findings": [{"type": type, "severity": severity, "path": "/arguments/body"}]}

secret := finding("secret.aws_access_key", "high")

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
	"a log to a host": {"given": flow(["log"], "host"), "effect": "allow"},
	"a history to a host": {"given": flow(["history"], "host"), "effect": "block", "codes": {"secret_flows_out"}},
	"a private key is sent": {
		"of": "send",
		"given": finding("secret.private_key", "critical"),
		"effect": "block",
		"codes": {"secret_leaves"},
	},
	"what hardly is a secret is sent": {"of": "send", "given": finding("secret.entropy", "low"), "effect": "allow"},
	"a card number is sent": {
		"of": "send",
		"given": finding("pii.card", "high"),
		"effect": "warn",
		"codes": {"findings_in_arguments", "intent_allows_unverified"},
	},
	"a secret is sent": {"of": "send", "given": secret, "effect": "block", "codes": {"secret_leaves"}},
	"a secret that stays": {"of": "refund", "given": secret, "effect": "warn"},
	"an address is sent": {
		"of": "send",
		"given": {"/findings": [{"type": "pii.email", "severity": "low", "path": "/arguments/to"}]},
		"effect": "allow",
	},
}

test_a_key_for_what_is_asked[verb] if {
	some verb in ["net.fetch", "web.browse", "web.search", "http.request"]
	given := object.union(secret, {
		"/action/verb": verb,
		"/action/traits": ["egress", "reads"],
		"/action/destinations": [testing.email("a@h.example", "h.example")],
		"/intent/allows": [{"verb": verb, "destinations": ["*"]}],
	})
	testing.as_expected({"given": given, "effect": "warn"})
}

test_flows[name] if {
	some name, case in cases
	testing.as_expected(case)
}

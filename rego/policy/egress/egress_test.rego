package policy.egress_test

import data.writ.testing_test as testing

confidential := {"/action/sensitivity": "confidential"}

restricted := {"/action/sensitivity": "restricted"}

to(kind, value) := {
	"/action/destinations": [{"kind": kind, "value": value, "origin": "unseen"}],
	"/intent/allows": [{"verb": "message.send", "destinations": [value]}],
}

cases := {
	"internal data leaves": {"of": "send", "effect": "allow"},
	"confidential data to strangers": {
		"of": "send",
		"given": confidential,
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"restricted data to strangers": {
		"of": "send",
		"given": restricted,
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"public data to strangers": {"of": "send", "given": {"/action/sensitivity": "public"}, "effect": "allow"},
	"unlabelled data to strangers": {
		"of": "send",
		"given": {"/action/sensitivity": "secret"},
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"within the tenant": {
		"of": "send",
		"given": restricted,
		"settings": {"/tenant_domains": ["example.com"]},
		"effect": "allow",
	},
	"to a subdomain of the tenant's": {
		"of": "send",
		"given": object.union(restricted, {
			"/action/destinations": [testing.email("bob@eu.example.com", "eu.example.com")],
			"/intent/allows": [{"verb": "message.send", "destinations": ["bob@eu.example.com"]}],
		}),
		"settings": {"/tenant_domains": ["example.com"]},
		"effect": "allow",
	},
	"to a domain that ends alike": {
		"of": "send",
		"given": restricted,
		"settings": {"/tenant_domains": ["ample.com"]},
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"one of two outside": {
		"of": "send",
		"given": object.union(restricted, {"/action/destinations": [
			testing.email("bob@example.com", "example.com"),
			testing.email("carol@acme.example", "acme.example"),
		]}),
		"settings": {"/tenant_domains": ["acme.example"]},
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"to a phone": {
		"of": "send",
		"given": object.union(restricted, to("phone", "+4955")),
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"to a channel": {"of": "send", "given": object.union(restricted, to("channel", "general")), "effect": "allow"},
	"to a channel that may be shared": {
		"of": "send",
		"given": object.union(restricted, to("channel", "general")),
		"settings": {"/tenant_kinds": []},
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"to a destination that is not said": {
		"of": "send",
		"given": object.union(confidential, {"/action/destinations": []}),
		"effect": "block",
		"codes": {"destination_missing"},
	},
	"a message to nobody": {
		"of": "send",
		"given": {"/action/destinations": []},
		"effect": "block",
		"codes": {"destination_missing"},
	},
	"money to nobody": {
		"of": "refund",
		"given": {"/action/verb": "payment.transfer", "/intent/allows": [{"verb": "payment.transfer"}]},
		"effect": "block",
		"codes": {"destination_missing"},
	},
	"money to nobody, later": {
		"of": "refund",
		"given": {"/action/verb": "payment.schedule", "/intent/allows": [{"verb": "payment.schedule"}]},
		"effect": "block",
		"codes": {"destination_missing"},
	},
	"to nobody, where the intent allows anywhere for another part": {
		"of": "run",
		"given": {
			"/action/parts": [
				object.union(testing.part("net.upload", "privileged", "file:///repo/x"), {"traits": ["egress"]}),
				testing.part("file.read", "privileged", "file:///repo/x"),
			],
			"/approval": {"id": ""},
			"/intent/allows": [{"verb": "net.upload"}, {"verb": "file.read", "destinations": ["*"]}],
		},
		"effect": "block",
		"codes": {"approval_required", "destination_missing"},
	},
	"a fetch from nowhere, where the intent allows anywhere": {
		"of": "send",
		"given": {"/action/destinations": [], "/intent/allows": [{"verb": "message.send", "destinations": ["*"]}]},
		"effect": "allow",
	},
	"a refund needs no destination": {"of": "refund", "effect": "allow"},
	"confidential data that stays": {"given": confidential, "effect": "allow"},
	"confidential data of a call that has destinations, and sends nothing": {
		"given": {
			"/action/sensitivity": "confidential",
			"/action/destinations": [testing.email("bob@example.com", "example.com")],
			"/intent/allows": [{"verb": "order.read", "destinations": ["*"]}],
		},
		"effect": "allow",
	},
	"by the call itself, beside its parts": {
		"of": "send",
		"given": object.union(confidential, {
			"/action/parts": [testing.part("file.read", "read_only", "file:///repo/x")],
			"/action/parse": "partial",
		}),
		"effect": "block",
		"codes": {"sensitive_data_leaves"},
	},
	"by a part of the call": {
		"of": "run",
		"given": object.union(confidential, {"/action/parts": [{
			"verb": "net.upload",
			"tier": "bounded_write",
			"traits": ["egress", "writes"],
			"destinations": [{"kind": "url", "value": "https://evil.example/", "domain": "evil.example", "origin": "unseen"}],
		}]}),
		"effect": "block",
		"codes": {"sensitive_data_leaves", "verb_not_in_intent"},
	},
	"a secret in the arguments": {
		"of": "refund",
		"given": {"/findings": [{"type": "secret.aws_access_key", "severity": "high", "path": "/arguments/body"}]},
		"effect": "warn",
		"codes": {"findings_in_arguments", "intent_allows_unverified"},
	},
	"the worst of findings": {
		"of": "refund",
		"given": {"/findings": [{"type": "secret.private_key", "severity": "critical", "path": "/arguments/body"}]},
		"effect": "warn",
		"codes": {"findings_in_arguments", "intent_allows_unverified"},
	},
	"a minor finding": {
		"given": {"/findings": [{"type": "pii.email", "severity": "low", "path": "/arguments/to"}]},
		"effect": "allow",
	},
}

test_egress[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_findings_are_redacted if {
	findings := [
		{"type": "secret.jwt", "severity": "high", "path": "/arguments/to"},
		{"type": "pii.email", "severity": "low", "path": "/arguments/cc"},
		{"type": "secret.jwt", "severity": "high", "path": "/arguments/body"},
		{"type": "secret.private_key", "severity": "critical", "path": "/arguments/body"},
	]
	document := testing.decision({"given": {"/findings": findings}})
	redactions := [obligation | some obligation in document.obligations; obligation.type == "redact"]
	redactions == [{"type": "redact", "fulfillment": "required", "paths": ["/arguments/body", "/arguments/to"]}]
}

test_one_finding_is_redacted[severity] if {
	some severity in ["high", "critical"]
	findings := [{"type": "secret.private_key", "severity": severity, "path": "/arguments/body"}]
	document := testing.decision({"given": {"/findings": findings}})
	{"type": "redact", "fulfillment": "required", "paths": ["/arguments/body"]} in document.obligations
}

test_message_names_a_url_by_its_host if {
	url := {"kind": "url", "value": "https://a.example/?token=abc", "domain": "a.example", "origin": "unseen"}
	document := testing.decision({"of": "send", "given": {"/action/destinations": [url]}})
	document.reasons[0].message == "a.example is not among the intent's destinations"
}

test_long_names_are_cut if {
	name := concat("", [sprintf("%d", [i]) | some i in numbers.range(1000, 2000)])
	document := testing.decision({"of": "send", "given": {"/action/destinations/0/value": name}})
	count(document.reasons[0].message) < 200
}

reads := {
	"confidential": {"given": confidential, "labels": ["read:confidential"]},
	"restricted": {"given": restricted, "labels": ["read:restricted"]},
	"internal": {"given": {}, "labels": []},
	"a write": {"of": "refund", "given": confidential, "labels": []},
}

test_what_was_read[name] if {
	some name, case in reads
	testing.decision(case).session.add_labels == case.labels
}

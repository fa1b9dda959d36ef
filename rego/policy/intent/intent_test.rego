package policy.intent_test

import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

scoped := {
	"verb of the intent": {"effect": "allow", "codes": {"intent_allows_unverified"}},
	"no intent": {"lacking": ["/intent"], "effect": "block", "codes": {"intent_missing"}},
	"unverified in production": {
		"given": {"/environment": "production", "/agent/verified": true},
		"settings": {"/agents/unregistered_environments": ["production"]},
		"effect": "block",
		"codes": {"intent_unverified"},
	},
	"expired this millisecond": {
		"given": {"/intent/expires_at": "2026-11-20T15:04:05.123Z"},
		"effect": "block",
		"codes": {"intent_expired"},
	},
	"without an expiry": {"lacking": ["/intent/expires_at"], "effect": "block", "codes": {"intent_expired"}},
	"another verb": {
		"given": {"/action/verb": "record.read"},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"another verb of a domain that is not named whole": {
		"given": {"/action/verb": "order.list"},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"an intent that allows nothing": {"given": allows([]), "effect": "block", "codes": {"verb_not_in_intent"}},
	"an intent without allowances": {
		"lacking": ["/intent/allows"],
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a star is no verb": {
		"given": allows([{"verb": "*"}]),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a domain named whole": {
		"given": {"/action/verb": "file.read", "/action/resource/uri": "file:///repo/README.md"},
		"effect": "allow",
	},
	"an action without destinations": {
		"lacking": ["/action/destinations"],
		"effect": "block",
		"codes": {"input_incomplete", "no_rule_allows"},
	},
}

uri(it) := {"/action/verb": "file.read", "/action/resource/uri": it}

resources := {
	"outside the prefix": {
		"given": uri("file:///etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"out of the prefix again": {
		"given": uri("file:///repo/../etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"out of the prefix again, encoded": {
		"given": uri("file:///repo/%2E%2e/etc/passwd"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"beside the prefix": {
		"given": uri("file:///repository/x"),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"a call that names none": {
		"of": "refund",
		"lacking": ["/action/resource"],
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"an exact resource": {"of": "refund", "effect": "allow"},
	"another than the exact resource": {
		"of": "refund",
		"given": {"/action/resource/uri": "order:1234"},
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"a star in the middle is no pattern": {
		"given": object.union(allows([{"verb": "order.read", "resource": "order:*3"}]), {}),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
}

to(destinations) := {"/action/destinations": destinations}

url(value, domain) := {"kind": "url", "value": value, "domain": domain, "origin": "unseen"}

fetch(value, domain, destinations) := object.union_n([
	to([url(value, domain)]),
	allows([{"verb": "message.send", "destinations": destinations}]),
])

destinations := {
	"named": {"of": "send", "effect": "allow", "codes": {"intent_allows_unverified"}},
	"not named": {
		"of": "send",
		"given": to([testing.email("eve@evil.example", "evil.example")]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"one of two not named": {
		"of": "send",
		"given": to([testing.email("bob@example.com", "example.com"), testing.email("eve@evil.example", "evil.example")]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"anybody of a domain": {
		"of": "send",
		"given": to([testing.email("carol@acme.example", "acme.example")]),
		"effect": "allow",
	},
	"anybody of a subdomain is not anybody of the domain": {
		"of": "send",
		"given": to([testing.email("carol@mail.acme.example", "mail.acme.example")]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a domain that ends alike": {
		"of": "send",
		"given": to([testing.email("eve@notacme.example", "notacme.example")]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"an allowance without destinations permits none": {
		"of": "send",
		"given": allows([{"verb": "message.send"}]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a URL by its exact value": {
		"of": "send",
		"given": fetch("https://a.example/x", "a.example", ["https://a.example/x"]),
		"effect": "allow",
	},
	"a URL whose slash the intent leaves out": {
		"of": "send",
		"given": fetch("https://a.example/", "a.example", ["https://a.example"]),
		"effect": "allow",
	},
	"a URL by its host": {
		"of": "send",
		"given": fetch("https://a.example/x", "a.example", ["a.example"]),
		"effect": "allow",
	},
	"a URL by a parent of its host": {
		"of": "send",
		"given": fetch("https://x.y.a.example/", "x.y.a.example", ["*.a.example"]),
		"effect": "allow",
	},
	"the parent itself is no child": {
		"of": "send",
		"given": fetch("https://a.example/", "a.example", ["*.a.example"]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a whole top-level domain cannot be named": {
		"of": "send",
		"given": fetch("https://a.example/", "a.example", ["*.example"]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a URL that only holds the name": {
		"of": "send",
		"given": fetch("https://evil.example/?a.example", "evil.example", ["a.example"]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a destination without a domain": {
		"of": "send",
		"given": object.union_n([
			to([{"kind": "phone", "value": "+4955", "origin": "unseen"}]),
			allows([{"verb": "message.send", "destinations": ["+4955"]}]),
		]),
		"effect": "allow",
	},
	"another destination without a domain": {
		"of": "send",
		"given": to([{"kind": "phone", "value": "+4955", "origin": "unseen"}]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a host without a dot": {
		"of": "send",
		"given": fetch("http://localhost/", "localhost", ["*.localhost"]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
}

amount(value, currency) := {"/action/amount": {"value": value, "currency": currency}}

limits := {
	"at the limit": {"of": "refund", "given": amount("100.00", "USD"), "effect": "warn"},
	"near the limit": {
		"of": "refund",
		"given": amount("80.01", "USD"),
		"effect": "warn",
		"codes": {"amount_near_limit", "intent_allows_unverified"},
	},
	"just above the limit": {
		"of": "refund",
		"given": amount("100.00000000000000000001", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"longer, as text less": {
		"of": "refund",
		"given": amount("1000", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"another currency": {
		"of": "refund",
		"given": amount("50", "JPY"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no currency": {"of": "refund", "given": amount("50", ""), "effect": "block", "codes": {"amount_not_in_intent"}},
	"a negative amount": {
		"of": "refund",
		"given": amount("-5", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"an amount that is not said": {
		"of": "refund",
		"lacking": ["/action/amount"],
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"an amount that is no number": {
		"of": "refund",
		"given": amount("1e3x", "USD"),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no limit, any amount": {
		"of": "refund",
		"given": object.union_n([allows([{"verb": "payment.refund"}]), amount("100000", "JPY")]),
		"effect": "allow",
	},
	"no limit, one currency": {
		"of": "refund",
		"given": allows([{"verb": "payment.refund", "currency": "EUR"}]),
		"effect": "block",
		"codes": {"amount_not_in_intent"},
	},
	"no limit, one currency, no amount": {
		"of": "refund",
		"given": allows([{"verb": "payment.refund", "currency": "EUR"}]),
		"lacking": ["/action/amount"],
		"effect": "allow",
	},
	"a limit on a call that spends nothing": {
		"given": allows([{"verb": "order.read", "max_amount": "1"}]),
		"effect": "allow",
	},
	"calls left": {"of": "refund", "given": {"/session/by_verb": {"payment.refund": 1}}, "effect": "allow"},
	"calls used up": {
		"of": "refund",
		"given": {"/session/by_verb": {"payment.refund": 2}},
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"calls of the whole domain used up": {
		"of": "refund",
		"given": object.union_n([
			allows([{"verb": "payment.*", "max_calls": 2}]),
			{"/session/by_verb": {"payment.transfer": 1, "payment.refund": 1, "order.read": 9}},
		]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"nobody counts": {
		"of": "refund",
		"lacking": ["/session"],
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"no call at all": {
		"given": allows([{"verb": "order.read", "max_calls": 0}]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
	"amount of one allowance, destination of another": {
		"of": "send",
		"given": object.union_n([amount("50", "USD"), allows([
			{"verb": "message.send", "destinations": ["bob@example.com"], "max_amount": "10"},
			{"verb": "message.send", "destinations": ["carol@example.com"], "max_amount": "100"},
		])]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
}

has_parts(parts) := {"/action/parts": parts, "/action/tier": "read_only", "/action/resource/uri": "command:cat"}

inside := testing.part("file.read", "read_only", "file:///repo/README.md")

outside := testing.part("file.read", "read_only", "file:///root/.ssh/id_rsa")

only_files := {"/intent/allows": [{"verb": "file.read", "resource": "file:///repo/*"}]}

parts := {
	"parts stand for the call": {
		"of": "run",
		"given": object.union(only_files, has_parts([inside])),
		"effect": "allow",
	},
	"each part is judged": {
		"of": "run",
		"given": object.union(only_files, has_parts([inside, outside])),
		"effect": "block",
		"codes": {"resource_not_in_intent"},
	},
	"a part that nobody understands": {
		"of": "run",
		"given": object.union(only_files, has_parts([inside, testing.part("unknown", "privileged", "command:x")])),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a call that is more than its parts": {
		"of": "run",
		"given": object.union_n([only_files, has_parts([inside]), {"/action/tier": "privileged"}]),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a call that reaches further than its parts": {
		"of": "run",
		"given": object.union_n([only_files, has_parts([inside]), to([url("https://evil.example/", "evil.example")])]),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"parts of a call that was not parsed in full": {
		"of": "run",
		"given": object.union_n([only_files, has_parts([inside]), {"/action/parse": "partial"}]),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"no parts": {"given": {"/action/parts": []}, "effect": "allow"},
	"calls of parts are counted by the call's verb": {
		"of": "run",
		"given": object.union_n([
			has_parts([inside]),
			allows([{"verb": "file.read", "max_calls": 3}]),
			{"/session/by_verb": {"file.read": 1, "process.exec": 2}},
		]),
		"effect": "block",
		"codes": {"calls_not_in_intent"},
	},
}

test_scope[name] if {
	some name, case in scoped
	testing.as_expected(case)
}

test_resources[name] if {
	some name, case in resources
	testing.as_expected(case)
}

test_destinations[name] if {
	some name, case in destinations
	testing.as_expected(case)
}

test_limits[name] if {
	some name, case in limits
	testing.as_expected(case)
}

test_parts[name] if {
	some name, case in parts
	testing.as_expected(case)
}

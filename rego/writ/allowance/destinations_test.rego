package writ.allowance_test

import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

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
	"an account that goes by an address of a domain": {
		"of": "send",
		"given": to([{"kind": "account", "value": "carol@acme.example", "origin": "unseen"}]),
		"effect": "allow",
	},
	"an account that goes by another domain's address": {
		"of": "send",
		"given": to([{"kind": "account", "value": "@acme.example@evil.example", "origin": "unseen"}]),
		"effect": "block",
		"codes": {"destination_not_in_intent"},
	},
	"a user that goes by a host's name": {
		"of": "send",
		"given": object.union(
			to([{"kind": "user", "value": "x.acme.example", "origin": "unseen"}]),
			allows([{"verb": "message.send", "destinations": ["*.acme.example"]}]),
		),
		"effect": "allow",
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
	"a URL by the parent of its host": {
		"of": "send",
		"given": fetch("https://x.y.a.example/", "x.y.a.example", ["*.y.a.example"]),
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

test_destinations[name] if {
	some name, case in destinations
	testing.as_expected(case)
}

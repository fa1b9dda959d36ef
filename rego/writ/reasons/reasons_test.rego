package writ.reasons_test

import data.writ.reasons

of_length(n) := concat("", ["x" | some _ in numbers.range(1, n)])

names := {
	"short": {"value": "order:123", "name": "order:123"},
	"as long as may be": {"value": of_length(100), "name": of_length(100)},
	"longer": {"value": concat("", [of_length(100), "y"]), "name": concat("", [of_length(100), "…"])},
	"cut at its end": {
		"value": concat("", ["y", of_length(100)]),
		"name": concat("", ["y", of_length(99), "…"]),
	},
}

test_name[name] if {
	some name, case in names
	reasons.name(case.value) == case.name
}

destinations := {
	"a URL": {
		"destination": {"kind": "url", "value": "https://a.example/?token=abc", "domain": "a.example"},
		"name": "a.example",
	},
	"a mail address": {
		"destination": {"kind": "email", "value": "bob@example.com", "domain": "example.com"},
		"name": "bob@example.com",
	},
}

test_destination[name] if {
	some name, case in destinations
	reasons.destination(case.destination) == case.name
}

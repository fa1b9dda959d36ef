package writ.action_test

import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

to(destinations) := {"/action/destinations": destinations}

url(value, domain) := {"kind": "url", "value": value, "domain": domain, "origin": "unseen"}

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

test_parts[name] if {
	some name, case in parts
	testing.as_expected(case)
}

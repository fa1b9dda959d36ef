package writ.action_test

import data.writ.testing_test as testing

allows(allowances) := {"/intent/allows": allowances}

to(destinations) := {"/action/destinations": destinations}

url(value, domain) := {"kind": "url", "value": value, "domain": domain, "origin": "unseen"}

has_parts(parts) := {"/action/parts": parts, "/action/tier": "read_only", "/action/resource/uri": "command:cat"}

inside := testing.part("file.read", "read_only", "file:///repo/README.md")

outside := testing.part("file.read", "read_only", "file:///root/.ssh/id_rsa")

only_files := {"/intent/allows": [{"verb": "file.read", "resource": "file:///repo/*"}]}

by_itself := {
	"a read": {"of": "read", "acts": ["order.read"], "effects": ["order.read"], "privileged": false},
	"a bounded write": {"of": "send", "acts": ["message.send"], "effects": ["message.send"], "privileged": false},
	"a privileged call": {"of": "run", "acts": ["process.exec"], "effects": ["process.exec"], "privileged": true},
	"all its parts": {
		"of": "run",
		"given": has_parts([inside]),
		"acts": ["file.read"],
		"effects": ["process.exec", "file.read"],
		"privileged": false,
	},
	"a part that nobody understands": {
		"of": "run",
		"given": has_parts([inside, testing.part("unknown", "read_only", "command:x")]),
		"acts": ["process.exec", "file.read"],
		"effects": ["process.exec", "file.read", "unknown"],
		"privileged": false,
	},
	"a privileged part": {
		"of": "run",
		"given": has_parts([testing.part("file.delete", "privileged", "file:///repo/x")]),
		"acts": ["file.delete"],
		"effects": ["process.exec", "file.delete"],
		"privileged": true,
	},
}

verbs(acts) := [act.verb | some act in acts]

test_by_itself[name] if {
	some name, case in by_itself
	call := testing.changed(testing.calls[case.of], object.get(case, "given", {}))
	verbs(data.writ.action.acts) == case.acts with input as call
	verbs(data.writ.action.effects) == case.effects with input as call
	data.writ.action.privileged == case.privileged with input as call
}

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

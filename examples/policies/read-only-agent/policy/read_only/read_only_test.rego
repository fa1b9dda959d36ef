package policy.read_only_test

import data.writ.testing_test as testing

registry := {
	"agent:refunds": {"status": "active", "owner": "team-support", "read_only": true},
	"agent:other": {"status": "active", "owner": "team-support"},
}

cases := {
	"it reads": {"agents": registry, "effect": "allow"},
	"it does not write": {"of": "send", "agents": registry, "effect": "block", "codes": {"agent_only_reads"}},
	"another agent may": {
		"of": "send",
		"agents": registry,
		"given": {"/agent/id": "agent:other"},
		"effect": "allow",
	},
	"a read that writes on the way": {
		"agents": registry,
		"given": {"/action/parts": [testing.part("file.write", "bounded_write", "file:///repo/x")]},
		"effect": "block",
		"codes": {"agent_only_reads"},
	},
	"as many records as it may": {"agents": registry, "given": {"/action/count": 100}, "effect": "allow"},
	"one record more": {
		"agents": registry,
		"given": {"/action/count": 101},
		"effect": "block",
		"codes": {"agent_reads_too_much"},
	},
}

test_read_only[name] if {
	some name, case in cases
	testing.as_expected(case)
}

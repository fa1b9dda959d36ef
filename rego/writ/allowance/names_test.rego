package writ.allowance_test

import data.writ.allowance
import data.writ.testing_test as testing

looks_up(verb) := object.union(testing.part(verb, "read_only", "repo:x"), {"traits": ["reads"]})

by_program := {"process.exec", "process.*"}

names := {
	"a device is asked": {"act": looks_up("device.read"), "names": ({"device.read", "device.*"} | by_program)},
	"an account is asked for": {"act": looks_up("identity.read"), "names": ({"identity.read", "identity.*"} | by_program)},
	"machines are listed": {"act": looks_up("infra.read"), "names": ({"infra.read", "infra.*"} | by_program)},
	"a repository is read": {"act": looks_up("repo.read"), "names": ({"repo.read", "repo.*"} | by_program)},
	"a ticket is read": {"act": looks_up("ticket.read"), "names": ({"ticket.read", "ticket.*"} | by_program)},
	"a file is read": {"act": looks_up("file.read"), "names": {"file.read", "file.*"}},
	"a database is read": {"act": looks_up("db.read"), "names": {"db.read", "db.*"}},
	"a message is read": {"act": looks_up("message.read"), "names": {"message.read", "message.*"}},
	"a secret is read": {"act": looks_up("secret.read"), "names": {"secret.read", "secret.*"}},
	"looked up, and sent": {
		"act": object.union(looks_up("repo.read"), {"traits": ["egress", "reads"]}),
		"names": {"repo.read", "repo.*"},
	},
	"nobody knows what it does": {
		"act": object.union(looks_up("repo.read"), {"traits": []}),
		"names": {"repo.read", "repo.*"},
	},
	"more than looked up": {
		"act": object.union(looks_up("repo.read"), {"tier": "bounded_write"}),
		"names": {"repo.read", "repo.*"},
	},
	"by no program": {
		"act": looks_up("repo.read"),
		"given": {"/action/verb": "code.run"},
		"names": {"repo.read", "repo.*"},
	},
}

test_names[name] if {
	some name, case in names
	call := testing.changed(testing.run, object.get(case, "given", {}))
	allowance.names_of_act(case.act) == case.names with input as call
}

# What was looked up by itself is of the calls that an allowance to run programs gives.
counts := {
	"no call yet": {"by_verb": {}, "left": true},
	"a program ran": {"by_verb": {"process.exec": 1}, "left": true},
	"a program ran, and something was looked up": {"by_verb": {"process.exec": 1, "repo.read": 1}, "left": false},
	"something else was done": {"by_verb": {"file.read": 5}, "left": true},
}

within(by_verb) if {
	call := testing.changed(testing.run, {"/session/by_verb": by_verb})
	allowance.within_calls({"verb": "process.exec", "max_calls": 2}, looks_up("repo.read")) with input as call
}

test_counts[name] if {
	some name, case in counts
	left := [1 | within(case.by_verb)]
	count(left) == 1 == case.left
}

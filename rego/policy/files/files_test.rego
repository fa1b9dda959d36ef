package policy.files_test

import data.writ.testing_test as testing

file(access, classes) := {"/facts": {"files": [{
	"at": "/arguments/command",
	"path": "/home/alice/x",
	"access": access,
	"classes": classes,
	"place": "home",
	"pattern": false,
}]}}

cases := {
	"a plain file": {"given": file("read", []), "effect": "allow"},
	"a key is read": {
		"given": file("read", ["credential.ssh_key"]),
		"effect": "block",
		"codes": {"sensitive_file_read"},
	},
	"a key is copied": {
		"given": file("copy", ["credential.ssh_key"]),
		"effect": "block",
		"codes": {"sensitive_file_read"},
	},
	"a key is named": {"given": file("mention", ["credential.ssh_key"]), "effect": "allow"},
	"keys are listed": {"given": file("list", ["credential.ssh_key"]), "effect": "allow"},
	"a disk is read": {"given": file("read", ["device.disk"]), "effect": "block", "codes": {"sensitive_file_read"}},
	"a history is read": {"given": file("read", ["history"]), "effect": "block", "codes": {"file_read_needs_approval"}},
	"a history is copied": {
		"given": file("copy", ["history"]),
		"effect": "block",
		"codes": {"file_read_needs_approval"},
	},
	"settings warn of what is written, and it is listed": {
		"given": file("list", ["credential.ssh_key"]),
		"settings": {"/facts/files/write/credential.*": "warn"},
		"effect": "allow",
	},
	"a log is read": {"given": file("read", ["log"]), "effect": "allow"},
	"a log is deleted": {
		"of": "send",
		"given": file("delete", ["log"]),
		"effect": "block",
		"codes": {"sensitive_file_written"},
	},
	"cron is written": {
		"of": "send",
		"given": file("append", ["persistence.cron"]),
		"effect": "block",
		"codes": {"sensitive_file_written"},
	},
	"a key is written": {
		"of": "send",
		"given": file("write", ["credential.ssh_key"]),
		"effect": "block",
		"codes": {"sensitive_file_written"},
	},
	"a system program is moved": {
		"of": "send",
		"given": file("move", ["system_binary"]),
		"effect": "block",
		"codes": {"sensitive_file_written"},
	},
	"rights of sudoers are changed": {
		"of": "send",
		"given": file("permission", ["privilege.sudoers"]),
		"effect": "block",
		"codes": {"sensitive_file_written"},
	},
	"instructions of agents are written": {
		"of": "send",
		"given": file("write", ["agent_instructions"]),
		"effect": "block",
		"codes": {"file_written_needs_approval"},
	},
	"settings let logs be written": {
		"of": "send",
		"given": file("append", ["log"]),
		"settings": {"/facts/files/write/log": "ignore"},
		"effect": "allow",
	},
	"settings warn of one credential": {
		"given": file("read", ["credential.ci"]),
		"settings": {"/facts/files/read/credential.ci": "warn"},
		"effect": "warn",
		"codes": {"file_noted", "intent_allows_unverified"},
	},
}

test_every_change_of_instructions_takes_an_approval[access] if {
	some access in ["write", "append", "delete", "move", "permission"]
	testing.as_expected({
		"of": "send",
		"given": file(access, ["agent_instructions"]),
		"effect": "block",
		"codes": {"file_written_needs_approval"},
	})
}

test_files[name] if {
	some name, case in cases
	testing.as_expected(case)
}

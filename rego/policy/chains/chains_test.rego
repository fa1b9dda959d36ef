package policy.chains_test

import data.policy.chains
import data.writ.testing_test as testing

at(labels) := {"/session/labels": labels}

beside(labels) := {"/task": {"id": "tsk_1", "calls": 1, "by_verb": {}, "spent": {}, "labels": labels}}

script := "file:///repo/build.sh"

wrote_script := concat("", ["wrote:", substring(crypto.sha256(script), 0, 16)])

executes(uri) := {
	"/intent/allows": [{"verb": "code.run"}],
	"/action/verb": "code.run",
	"/action/tier": "privileged",
	"/action/traits": ["executes", "writes"],
	"/action/resource": {"type": "file", "uri": uri},
}

gives_rights := {
	"/intent/allows": [{"verb": "identity.grant"}],
	"/action/verb": "identity.grant",
	"/action/tier": "privileged",
	"/action/traits": ["grants_access", "writes"],
}

lifting(verb) := {"/intent/allows": [{"verb": verb, "max_tier": "privileged"}]}

exporting := {
	"/intent/allows": [{"verb": "record.export", "destinations": ["*"]}],
	"/action/verb": "record.export",
	"/action/traits": ["egress", "reads"],
	"/action/count": 50,
}

reads_secret := {
	"/action/verb": "secret.read",
	"/action/tier": "privileged",
	"/intent/allows": [{"verb": "secret.read"}],
}

with_limit := {"/approval/amounts": {"USD": "100"}}

spent(usd) := {"/session/windows": {"day": {"spent": {"USD": usd}}}}

many_written := [concat("", ["wrote:", sprintf("%d", [number])]) | some number in numbers.range(1, 64)]

cases := {
	"sends after another session read": {
		"of": "send",
		"given": beside(["read:confidential"]),
		"effect": "block",
		"codes": {"read_then_egress"},
	},
	"sends after another session read what is no secret": {
		"of": "send",
		"given": beside(["read:internal"]),
		"effect": "allow",
	},
	"sends within the tenant after another session read": {
		"of": "send",
		"given": beside(["read:restricted"]),
		"settings": {"/tenant_domains": ["example.com"]},
		"effect": "allow",
	},
	"reads after another session read": {"given": beside(["read:restricted"]), "effect": "allow"},
	"runs after outside text": {
		"of": "run",
		"given": at(["untrusted_input"]),
		"effect": "block",
		"codes": {"approval_required", "untrusted_then_execute", "untrusted_input"},
	},
	"runs after outside text in another session": {
		"of": "run",
		"given": beside(["untrusted_input"]),
		"effect": "block",
		"codes": {"approval_required", "untrusted_then_execute"},
	},
	"runs after outside text, as the intent says": {
		"of": "run",
		"given": object.union(at(["untrusted_input"]), lifting("process.exec")),
		"effect": "warn",
		"codes": {"untrusted_input", "intent_allows_unverified"},
	},
	"runs after nothing": {"of": "run", "effect": "block", "codes": {"approval_required"}},
	"runs what it wrote": {
		"given": object.union(executes(script), at([wrote_script])),
		"effect": "block",
		"codes": {"approval_required", "write_then_execute"},
	},
	"runs what another session wrote": {
		"given": object.union(executes(script), beside([wrote_script])),
		"effect": "block",
		"codes": {"approval_required", "write_then_execute"},
	},
	"runs something else than it wrote": {
		"given": object.union(executes("file:///repo/other.sh"), at([wrote_script])),
		"effect": "block",
		"codes": {"approval_required"},
	},
	"runs a file after many were written": {
		"given": object.union(executes(script), at(["wrote:many"])),
		"effect": "block",
		"codes": {"approval_required", "write_then_execute"},
	},
	"gives rights after a look around": {
		"given": object.union(gives_rights, at(["discovered"])),
		"effect": "block",
		"codes": {"approval_required", "discover_then_privilege"},
	},
	"gives rights after another session looked around": {
		"given": object.union(gives_rights, beside(["discovered"])),
		"effect": "block",
		"codes": {"approval_required", "discover_then_privilege"},
	},
	"reads a secret after a look around": {
		"given": object.union(reads_secret, at(["discovered"])),
		"effect": "block",
		"codes": {"approval_required", "discover_then_privilege"},
	},
	"gives rights without a look around": {
		"given": gives_rights,
		"effect": "block",
		"codes": {"approval_required"},
	},
	"a payment that fills the day's sum": {
		"of": "refund",
		"given": spent("60"),
		"settings": with_limit,
		"effect": "block",
		"codes": {"payments_split"},
	},
	"a payment that fills the task's sum": {
		"of": "refund",
		"given": {"/task": {"id": "tsk_1", "calls": 1, "by_verb": {}, "spent": {"USD": "60.00"}}},
		"settings": with_limit,
		"effect": "block",
		"codes": {"payments_split"},
	},
	"a payment that leaves room in the day's sum": {
		"of": "refund",
		"given": spent("49.99"),
		"settings": with_limit,
		"effect": "allow",
	},
	"one payment that takes an approval by itself": {
		"of": "refund",
		"given": object.union(spent("60"), {"/action/amount/value": "100", "/intent/allows/2/max_amount": "500"}),
		"settings": with_limit,
		"effect": "block",
		"codes": {"amount_needs_approval"},
	},
	"exports once more than usual": {
		"given": object.union(exporting, {"/session/windows": {"hour": {"by_verb": {
			"message.send": 60,
			"record.export": 40,
		}}}}),
		"effect": "block",
		"codes": {"exports_many"},
	},
	"exports more records than usual": {
		"given": object.union(exporting, {"/session/windows": {"hour": {"records": 9951}}}),
		"effect": "block",
		"codes": {"exports_many"},
	},
	"exports as usual": {
		"given": object.union(exporting, {"/session/windows": {"hour": {"by_verb": {"record.export": 99}, "records": 9950}}}),
		"effect": "allow",
	},
	"a chain that settings forbid": {
		"of": "send",
		"given": beside(["read:confidential"]),
		"settings": {"/chains/read_then_egress": "block"},
		"effect": "block",
		"codes": {"chain_forbidden"},
	},
	"a chain that settings want noted": {
		"of": "send",
		"given": beside(["read:confidential"]),
		"settings": {"/chains/read_then_egress": "warn"},
		"effect": "warn",
		"codes": {"chain_noted", "intent_allows_unverified"},
	},
	"a chain that settings do not mind": {
		"of": "send",
		"given": beside(["read:confidential"]),
		"settings": {"/chains/read_then_egress": "ignore"},
		"effect": "allow",
	},
	"a chain that settings do not name": {
		"of": "send",
		"given": beside(["read:confidential"]),
		"settings": {"/chains": {}},
		"effect": "block",
		"codes": {"read_then_egress"},
	},
}

test_cases[name] if {
	some name, case in cases
	testing.as_expected(case)
}

labels_of(given) := labels if {
	call := testing.changed(testing.read, given)
	labels := chains.label with input as call
}

test_remembers_what_it_wrote if {
	labels_of({"/action/parts": [testing.part("file.write", "bounded_write", script)]}) == {wrote_script}
}

test_remembers_that_it_wrote_many if {
	written := {"/action/verb": "file.write", "/action/resource": {"type": "file", "uri": script}}
	labels_of(object.union(written, at(many_written))) == {"wrote:many"}
}

test_remembers_a_look_around if {
	labels_of({"/action/verb": "infra.read"}) == {"discovered"}
	labels_of({"/facts/signals": [{"code": "privilege.discovery", "detail": "sudo"}]}) == {"discovered"}
	labels_of({}) == set()
}

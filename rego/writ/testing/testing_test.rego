# METADATA
# title: Testing
# description: |
#   What tests of policies are made of: a call that goes, and ways to change it. Its name ends in _test, so it is in no
#   bundle.
package writ.testing_test

import data.writ.main

# METADATA
# description: A call that reads what the task is about; with the default policy it goes.
read := {
	"now": "2026-11-20T15:04:05.123Z",
	"tenant": "default",
	"environment": "development",
	"caller": {"id": "loopback", "protocol": "http"},
	"agent": {
		"id": "agent:refunds",
		"verified": false,
		"method": "development",
		"delegation": [],
		"labels": {},
	},
	"intent": {
		"verified": false,
		"method": "development",
		"id": "int_1",
		"task": "tsk_1",
		"purpose": "refund order 123",
		"on_behalf_of": "user:alice",
		"allows": [
			{"verb": "order.read"},
			{"verb": "file.*", "resource": "file:///repo/*"},
			{"verb": "payment.refund", "resource": "order:123", "max_amount": "100", "currency": "USD", "max_calls": 2},
			{"verb": "message.send", "destinations": ["bob@example.com", "@acme.example"]},
			{"verb": "process.exec"},
		],
		"expires_at": "2026-11-20T16:04:05.123Z",
	},
	"action": {
		"verb": "order.read",
		"tier": "read_only",
		"traits": ["reads"],
		"tool": {"server": "shop", "name": "get_order", "known": true, "pin": "none"},
		"resource": {"type": "order", "uri": "order:123"},
		"destinations": [],
		"count": 1,
		"sensitivity": "internal",
		"data_classes": [],
		"parse": "complete",
		"digest": "sha256:00",
	},
	"arguments": {"order_id": "123"},
	"facts": {},
	"findings": [],
	"session": {
		"id": "s-42",
		"epoch": 0,
		"calls": 1,
		"in_flight": 0,
		"by_verb": {"order.read": 1},
		"spent": {},
		"labels": [],
		"task": "tsk_1",
		"closed": false,
	},
	"usage": {
		"agent": {"minute": unused, "hour": unused, "day": unused},
		"task": {"total": unused, "minute": unused, "hour": unused, "day": unused},
	},
	"context": {},
}

unused := {"calls": 0, "by_verb": {}, "by_tool": {}, "spent": {}, "records": 0, "destinations": 0}

# METADATA
# description: A bounded write with a destination; goes, with a grant.
send := changed(read, {
	"/action/verb": "message.send",
	"/action/tier": "bounded_write",
	"/action/traits": ["egress", "writes"],
	"/action/resource": {"type": "mailbox", "uri": "mailto:bob@example.com"},
	"/action/destinations": [email("bob@example.com", "example.com")],
})

# METADATA
# description: A bounded write with an amount; goes, with a grant.
refund := changed(read, {
	"/action/verb": "payment.refund",
	"/action/tier": "bounded_write",
	"/action/traits": ["irreversible", "spends", "writes"],
	"/action/amount": {"value": "50.00", "currency": "USD"},
})

# METADATA
# description: A privileged call, of which nothing more is known; waits for a person.
run := changed(read, {
	"/action/verb": "process.exec",
	"/action/tier": "privileged",
	"/action/traits": ["executes", "writes"],
	"/action/resource": {"type": "command", "uri": "command:make"},
})

# METADATA
# description: The calls above, by name, for tables of cases.
calls := {"read": read, "send": send, "refund": refund, "run": run}

# METADATA
# description: |
#   A document with values added or replaced (an object of JSON Pointer to value), what is above before what is below.
#   Compiled policies meet the keys of an object in no order.
changed(document, changes) := json.patch(
	document,
	[{"op": "add", "path": path, "value": changes[path]} | some path in sort(object.keys(changes))],
)

# METADATA
# description: A document without the values at these JSON Pointers.
without(document, paths) := json.patch(document, [{"op": "remove", "path": path} | some path in paths])

# METADATA
# description: The destination of a mail.
email(address, domain) := {"kind": "email", "value": address, "domain": domain, "origin": "unseen"}

# METADATA
# description: A part of a call, without destinations.
part(verb, tier, uri) := {
	"verb": verb,
	"tier": tier,
	"traits": [],
	"resource": {"type": "file", "uri": uri},
	"destinations": [],
}

# METADATA
# description: |
#   The decision on a case: `of` names one of the calls (read when absent), `given` changes it, `lacking` are paths to
#   remove, `settings` and `agents` change these data.
decision(case) := document if {
	base := calls[object.get(case, "of", "read")]
	call := without(changed(base, object.get(case, "given", {})), object.get(case, "lacking", []))
	settings := changed(data.settings, object.get(case, "settings", {}))
	document := main.decision with input as call
		with data.settings as settings
		with data.agents as object.get(case, "agents", {})
}

# METADATA
# description: Whether the case's decision has its effect and, if the case names codes, exactly these.
as_expected(case) if {
	document := decision(case)
	document.effect == case.effect
	codes := {reason.code | some reason in document.reasons}
	object.get(case, "codes", codes) == codes
	every reason in document.reasons {
		count(reason.message) <= 200
		count(reason.controls) > 0
	}
}

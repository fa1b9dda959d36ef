package policy.protocol_test

import data.writ.testing_test as testing

message := {
	"/action/verb": "protocol.list",
	"/action/traits": ["reads"],
	"/action/tool": {"server": "shop", "name": "mcp:tools/list", "known": true, "pin": "none"},
}

changed(changes) := object.union(message, changes)

said(verb) := changed({"/action/verb": verb, "/action/traits": []})

cases := {
	"a list, whatever the intent": {
		"given": message,
		"lacking": ["/action/resource"],
		"effect": "allow",
		"codes": {"protocol_upkeep"},
	},
	"a handshake": {"given": said("protocol.handshake"), "effect": "allow", "codes": {"protocol_upkeep"}},
	"a notification": {"given": said("protocol.notify"), "effect": "allow", "codes": {"protocol_upkeep"}},
	"an answer": {"given": said("protocol.respond"), "effect": "allow", "codes": {"protocol_upkeep"}},
	"without an intent": {
		"given": message,
		"lacking": ["/intent"],
		"effect": "allow",
		"codes": {"protocol_upkeep"},
	},
	"an intent that has expired": {
		"given": changed({"/intent/expires_at": "2026-11-20T15:04:05.123Z"}),
		"effect": "block",
		"codes": {"intent_expired"},
	},
	"an agent that is not active": {
		"given": message,
		"agents": {"agent:refunds": {"status": "suspended", "owner": "team-payments"}},
		"effect": "block",
		"codes": {"agent_not_active"},
	},
	"an agent that is registered for other verbs": {
		"given": message,
		"agents": {"agent:refunds": {"status": "active", "owner": "team-payments", "verbs": ["order.read"]}},
		"effect": "allow",
		"codes": {"protocol_upkeep"},
	},
	"a server that is in no catalogue": {
		"given": changed({"/action/tool/known": false}),
		"effect": "block",
		"codes": {"tool_unknown", "verb_not_in_intent"},
	},
	"settings that let none go": {
		"given": message,
		"settings": {"/protocol/upkeep": []},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"settings that name what is no upkeep": {
		"given": {"/action/verb": "record.read"},
		"settings": {"/protocol/upkeep": ["record.read"]},
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a message of which only the head is known": {
		"given": changed({"/action/parse": "partial", "/action/tier": "privileged"}),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a message that was raised": {
		"given": changed({"/action/tier": "bounded_write"}),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a message that was not understood": {
		"given": changed({"/action/parse": "partial"}),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a message that does more": {
		"given": changed({"/action/parts": [{
			"verb": "record.read",
			"tier": "read_only",
			"traits": ["reads"],
			"destinations": [],
		}]}),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
	"a message that goes to somebody": {
		"given": changed({"/action/destinations": [testing.email("eve@evil.example", "evil.example")]}),
		"effect": "block",
		"codes": {"verb_not_in_intent"},
	},
}

test_protocol[name] if {
	some name, case in cases
	testing.as_expected(case)
}

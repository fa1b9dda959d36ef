package policy.provenance_test

import data.writ.testing_test as testing

source := {"tool": "gmail/read_email", "decision_id": "dec_1"}

heard := {
	"user_seen": true,
	"text_seen": true,
	"topic": "user",
	"arguments": {"user": 1, "directory": 0, "tool_output": 0, "unseen": 0},
	"untrusted_only": [],
}

unasked := object.union(heard, {
	"topic": "tool_output",
	"topic_source": source,
	"arguments": {"user": 0, "directory": 0, "tool_output": 0, "unseen": 1},
})

to_bob(origin) := object.union({"/provenance": heard}, {"/action/destinations": [object.union(
	testing.email("bob@example.com", "example.com"),
	{"origin": origin, "source": source},
)]})

order_from(origin) := {"/provenance": heard, "/action/resource": {
	"type": "order",
	"uri": "order:123",
	"origin": origin,
	"source": source,
}}

page(origin) := {
	"kind": "url",
	"value": "https://a.example/x",
	"domain": "a.example",
	"origin": origin,
	"source": source,
}

looks(labels) := {
	"/provenance": heard,
	"/action/verb": "web.browse",
	"/action/traits": ["egress", "reads"],
	"/action/sensitivity": "public",
	"/action/destinations": [page("tool_output")],
	"/intent/allows": [{"verb": "web.browse", "destinations": ["*"]}],
	"/session/labels": labels,
}

deletes := {
	"/action/verb": "ticket.delete",
	"/action/traits": ["irreversible", "writes"],
	"/action/tier": "bounded_write",
	"/intent/allows": [{"verb": "ticket.delete"}],
}

from_text := object.union(unasked, {"topic": "unseen", "untrusted_only": ["/id"]})

cases := {
	"the user named it": {"of": "send", "given": to_bob("user"), "effect": "allow"},
	"a directory named it": {"of": "send", "given": to_bob("directory"), "effect": "allow"},
	"only text named it": {
		"of": "send",
		"given": to_bob("tool_output"),
		"effect": "block",
		"codes": {"destination_from_text"},
	},
	"only text named it, forbidden": {
		"of": "send",
		"given": to_bob("tool_output"),
		"settings": {"/provenance/destination_from_text": "block"},
		"effect": "block",
		"codes": {"provenance_forbidden"},
	},
	"only text named it, noted": {
		"of": "send",
		"given": to_bob("tool_output"),
		"settings": {"/provenance/destination_from_text": "warn"},
		"effect": "warn",
		"codes": {"provenance_noted", "intent_allows_unverified"},
	},
	"only text named it, nobody minds": {
		"of": "send",
		"given": to_bob("tool_output"),
		"settings": {"/provenance/destination_from_text": "ignore"},
		"effect": "allow",
	},
	"only text named it, settings misspelt": {
		"of": "send",
		"given": to_bob("tool_output"),
		"settings": {"/provenance/destination_from_text": "wran"},
		"effect": "block",
		"codes": {"destination_from_text"},
	},
	"a write to whom only text named": {
		"given": object.union(to_bob("tool_output"), {
			"/action/verb": "calendar.write",
			"/action/traits": ["writes"],
			"/intent/allows": [{"verb": "calendar.write", "destinations": ["*"]}],
		}),
		"effect": "block",
		"codes": {"destination_from_text"},
	},
	"nobody named it": {
		"of": "send",
		"given": to_bob("unseen"),
		"effect": "block",
		"codes": {"destination_from_nowhere"},
	},
	"nobody named it, and no text was read": {
		"of": "send",
		"given": object.union(to_bob("unseen"), {"/provenance/text_seen": false}),
		"effect": "allow",
	},
	"nobody named it, and another session of the task has read text": {
		"of": "send",
		"given": object.union(to_bob("unseen"), {
			"/provenance/text_seen": false,
			"/task": {"labels": ["untrusted_input"]},
		}),
		"effect": "block",
		"codes": {"destination_from_nowhere"},
	},
	"nobody named it, and the user was not heard": {
		"of": "send",
		"given": object.union(to_bob("unseen"), {"/provenance/user_seen": false}),
		"effect": "allow",
	},
	"a payment whose order only text named": {
		"of": "refund",
		"given": order_from("tool_output"),
		"effect": "block",
		"codes": {"resource_from_text"},
	},
	"a payment whose order the user named": {"of": "refund", "given": order_from("user"), "effect": "allow"},
	"a look at an order that only text named": {"given": order_from("tool_output"), "effect": "allow"},
	"a look at a secret one": {
		"given": object.union(order_from("tool_output"), {"/action/sensitivity": "confidential"}),
		"effect": "block",
		"codes": {"resource_from_text"},
	},
	"a privileged change": {
		"given": object.union(order_from("tool_output"), {
			"/action/verb": "infra.update",
			"/action/traits": ["writes"],
			"/action/tier": "privileged",
			"/intent/allows": [{"verb": "infra.update", "max_tier": "privileged"}],
		}),
		"effect": "block",
		"codes": {"resource_from_text"},
	},
	"a page that only text named": {"given": looks([]), "effect": "allow"},
	"the same after secrets were read": {
		"given": object.union(looks(["read:confidential"]), {"/action/destinations/0/domain": "acme.example"}),
		"settings": {"/tenant_domains": ["acme.example"]},
		"effect": "block",
		"codes": {"destination_from_text"},
	},
	"arguments that only text named": {
		"given": object.union(deletes, {"/provenance": from_text}),
		"lacking": ["/action/resource"],
		"effect": "block",
		"codes": {"arguments_from_text"},
	},
	"a message to nobody, with arguments that only text named": {
		"of": "send",
		"given": {
			"/provenance": from_text,
			"/action/destinations": [],
			"/intent/allows": [{"verb": "message.send", "destinations": ["*"]}],
		},
		"lacking": ["/action/resource"],
		"effect": "block",
		"codes": {"arguments_from_text"},
	},
	"arguments that only text named, beside one of the user's": {
		"given": object.union(deletes, {"/provenance": object.union(from_text, {"arguments": heard.arguments})}),
		"lacking": ["/action/resource"],
		"effect": "allow",
	},
	"arguments that only text named, of a resource that the user named": {
		"given": object.union(deletes, {"/provenance": from_text, "/action/resource/origin": "user"}),
		"effect": "allow",
	},
	"an errand of a text": {
		"given": {"/provenance": unasked},
		"effect": "block",
		"codes": {"errand_from_text"},
	},
	"an errand of a text that changes something": {
		"given": object.union(deletes, {"/provenance": unasked}),
		"effect": "block",
		"codes": {"errand_from_text"},
	},
	"an errand of a text, to what is public": {
		"given": {"/provenance": unasked, "/action/sensitivity": "public"},
		"effect": "allow",
	},
	"an errand of a text, where the user was not heard": {
		"given": {"/provenance": object.union(unasked, {"user_seen": false})},
		"effect": "allow",
	},
	"an errand of a text, with an argument of the user's": {
		"given": {"/provenance": object.union(unasked, {"arguments": heard.arguments})},
		"effect": "allow",
	},
	"an errand of a text, about what the user named": {
		"given": {"/provenance": unasked, "/action/resource/origin": "user"},
		"effect": "allow",
	},
	"an errand of a text, to whom the user named": {
		"of": "send",
		"given": object.union(to_bob("user"), {"/provenance": unasked}),
		"effect": "allow",
	},
	"a look that a text asks for": {
		"given": object.union(looks([]), {"/provenance": unasked, "/action/sensitivity": "internal"}),
		"effect": "allow",
	},
	"nothing is known": {"of": "send", "effect": "allow"},
}

test_provenance[name] if {
	some name, case in cases
	testing.as_expected(case)
}

errand := {"given": {"/provenance": unasked}}

messages := {
	"bob@example.com came only from what gmail/read_email returned": {"of": "send", "given": to_bob("tool_output")},
	"bob@example.com came only from text that anybody may have written": {
		"of": "send",
		"given": object.union(to_bob("tool_output"), {"/action/destinations/0/source": {"tool": "", "decision_id": ""}}),
	},
	"the user did not speak of what get_order does; what gmail/read_email returned did": errand,
}

test_messages[message] if {
	some message, case in messages
	document := testing.decision(case)
	document.reasons[0].message == message
}

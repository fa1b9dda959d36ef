package policy.personal_data_test

import data.writ.testing_test as testing

touched(classes, purpose) := {
	"/action/data_classes": classes,
	"/context": {"processing_purpose": purpose},
}

for_support := touched(["pii.name"], "support")

bob_of(domain) := {
	"/action/destinations": [testing.email(concat("@", ["bob", domain]), domain)],
	"/intent/allows": [{"verb": "message.send", "destinations": ["*"]}],
}

cases := {
	"no personal data, no purpose": {"effect": "allow"},
	"a registered purpose": {"given": for_support, "effect": "allow"},
	"a purpose that nobody registered": {
		"given": touched(["pii.name"], "curiosity"),
		"effect": "block",
		"codes": {"purpose_not_registered"},
	},
	"no purpose": {
		"given": {"/action/data_classes": ["pii.name"]},
		"effect": "block",
		"codes": {"purpose_not_registered"},
	},
	"an address in the arguments": {
		"given": {"/findings": [{"type": "pii.email", "severity": "low", "path": "/arguments/to", "start": 0, "end": 3}]},
		"effect": "block",
		"codes": {"purpose_not_registered"},
	},
	"other classes are not personal": {"given": {"/action/data_classes": ["finance.card"]}, "effect": "allow"},
	"to a processor with a contract": {
		"of": "send",
		"given": object.union(for_support, bob_of("processor.example")),
		"effect": "allow",
	},
	"within the region": {"of": "send", "given": object.union(for_support, bob_of("post.eu")), "effect": "allow"},
	"to anybody else": {
		"of": "send",
		"given": object.union(for_support, bob_of("example.com")),
		"effect": "block",
		"codes": {"recipient_outside_region"},
	},
	"what the session has touched goes out later": {
		"of": "send",
		"given": object.union_n([
			bob_of("example.com"),
			{"/session/labels": ["personal_data"], "/context": {"processing_purpose": "support"}},
		]),
		"effect": "block",
		"codes": {"recipient_outside_region"},
	},
	"health": {
		"given": touched(["pii.health"], "support"),
		"effect": "block",
		"codes": {"special_category"},
	},
	"as many as the purpose needs": {
		"given": object.union(touched(["pii.name"], "billing"), {"/action/count": 50}),
		"effect": "allow",
	},
	"one more": {
		"given": object.union(touched(["pii.name"], "billing"), {"/action/count": 51}),
		"effect": "block",
		"codes": {"exported_in_numbers"},
	},
	"where the purpose says nothing, one": {
		"given": object.union(for_support, {"/action/count": 2}),
		"effect": "block",
		"codes": {"exported_in_numbers"},
	},
}

test_personal_data[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_labels if {
	document := testing.decision({"given": for_support})
	"personal_data" in document.session.add_labels
}

test_the_officer_is_asked if {
	document := testing.decision({"given": touched(["pii.health"], "support")})
	document.approval.approvers == ["role:dpo"]
}

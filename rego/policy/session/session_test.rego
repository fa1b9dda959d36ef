package policy.session_test

import data.writ.testing_test as testing

tainted := {"/session/labels": ["untrusted_input"]}

cases := {
	"reads after outside text": {"given": tainted, "effect": "allow"},
	"acts after outside text": {
		"of": "send",
		"given": tainted,
		"effect": "warn",
		"codes": {"untrusted_input", "intent_allows_unverified"},
	},
	"acts after outside text, settings missing": {
		"of": "send",
		"given": tainted,
		"settings": {"/untrusted_input": {}},
		"effect": "warn",
	},
	"acts after outside text, a person looks at it": {
		"of": "send",
		"given": tainted,
		"settings": {"/untrusted_input/treatment": "approve"},
		"effect": "block",
		"codes": {"untrusted_input"},
	},
	"acts after nothing from outside, a person looks at outside text": {
		"of": "send",
		"settings": {"/untrusted_input/treatment": "approve"},
		"effect": "allow",
	},
	"acts after outside text, settings do not mind": {
		"of": "send",
		"given": tainted,
		"settings": {"/untrusted_input/treatment": "ignore"},
		"effect": "allow",
	},
	"many calls": {
		"given": {"/session/calls": 1000},
		"effect": "warn",
		"codes": {"session_calls_many", "intent_allows_unverified"},
	},
	"all calls made": {
		"given": {"/session/calls": 5},
		"settings": {"/session/max_calls": 5},
		"effect": "block",
		"codes": {"session_calls_exhausted"},
	},
	"one call left": {"given": {"/session/calls": 4}, "settings": {"/session/max_calls": 5}, "effect": "allow"},
	"no session": {"lacking": ["/session"], "settings": {"/session/max_calls": 5}, "effect": "allow"},
	"spends the last of it": {
		"of": "refund",
		"given": {"/session/spent": {"USD": "50.00"}},
		"settings": {"/session/max_spent": {"USD": "100"}},
		"effect": "allow",
	},
	"spends more than there is": {
		"of": "refund",
		"given": {"/session/spent": {"USD": "50.01"}},
		"settings": {"/session/max_spent": {"USD": "100"}},
		"effect": "block",
		"codes": {"session_spent_exhausted"},
	},
	"spends another currency": {
		"of": "refund",
		"settings": {"/session/max_spent": {"JPY": "1"}},
		"effect": "allow",
	},
	"spends more than there is, without saying which currency": {
		"of": "refund",
		"given": {
			"/session/spent": {"USD": "40", "": "20"},
			"/action/amount/currency": "",
			"/intent/allows": [{"verb": "payment.refund"}],
		},
		"settings": {"/session/max_spent": {"USD": "100"}},
		"effect": "block",
		"codes": {"session_spent_exhausted"},
	},
	"spends less than nothing": {
		"of": "refund",
		"given": {"/action/amount/value": "-50", "/intent/allows": [{"verb": "payment.refund"}]},
		"settings": {"/session/max_spent": {"USD": "100"}},
		"effect": "block",
		"codes": {"session_spent_exhausted"},
	},
	"an amount that is not spent": {
		"given": {"/action/amount": {"value": "500", "currency": "USD"}},
		"settings": {"/session/max_spent": {"USD": "100"}},
		"effect": "allow",
	},
	"spends with no session to count": {
		"of": "refund",
		"given": {"/intent/allows": [{"verb": "payment.refund"}]},
		"lacking": ["/session"],
		"settings": {"/session/max_spent": {"USD": "1"}},
		"effect": "block",
		"codes": {"session_spent_exhausted"},
	},
}

changed(names) := {"/context": {"changed": names}}

begun_with := {
	"another agent": {"given": changed(["agent"]), "effect": "block", "codes": {"session_agent_changed"}},
	"another agent, milder": {
		"given": changed(["agent"]),
		"settings": {"/session/changed/agent": "warn"},
		"effect": "warn",
		"codes": {"context_changed", "intent_allows_unverified"},
	},
	"another intent": {
		"given": changed(["intent"]),
		"effect": "warn",
		"codes": {"context_changed", "intent_allows_unverified"},
	},
	"another catalogue": {"given": changed(["catalogue"]), "effect": "warn"},
	"another environment, stricter": {
		"given": changed(["environment"]),
		"settings": {"/session/changed/environment": "block"},
		"effect": "block",
		"codes": {"context_changed"},
	},
	"another intent, a person looks at it": {
		"given": changed(["intent"]),
		"settings": {"/session/changed/intent": "approve"},
		"effect": "block",
		"codes": {"context_changed"},
	},
	"another intent, settings do not mind": {
		"given": changed(["intent"]),
		"settings": {"/session/changed/intent": "ignore"},
		"effect": "allow",
	},
	"another intent, settings missing": {
		"given": changed(["intent"]),
		"settings": {"/session/changed": {}},
		"effect": "block",
		"codes": {"context_changed"},
	},
	"another agent, settings misspelt": {
		"given": changed(["agent"]),
		"settings": {"/session/changed/agent": "wran"},
		"effect": "block",
		"codes": {"session_agent_changed"},
	},
	"nothing else": {"given": changed([]), "effect": "allow", "codes": {"intent_allows_unverified"}},
}

test_begun_with[name] if {
	some name, case in begun_with
	testing.as_expected(case)
}

test_session[name] if {
	some name, case in cases
	testing.as_expected(case)
}

test_outside_text_is_remembered[verb] if {
	some verb in ["web.browse", "web.search", "net.fetch", "message.read"]
	given := {"/action/verb": verb, "/intent/allows": [{"verb": verb}]}
	testing.decision({"given": given}).session.add_labels == ["untrusted_input"]
}

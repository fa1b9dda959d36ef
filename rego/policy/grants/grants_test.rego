package policy.grants_test

import data.writ.testing_test as testing

vault(verb) := {"audience": "vault", "scopes": [verb], "ttl_s": 120, "single_use": true}

registered(audiences) := {"status": "active", "owner": "team-payments", "audiences": audiences}

for_planner := {"/agent/delegation": ["agent:planner", "user:alice"]}

cases := {
	"of the domain": {"of": "refund", "grant": vault("payment.refund")},
	"of the verb": {
		"of": "send",
		"settings": {"/grants": {"message.send": {"audience": "mail", "ttl_s": 30}, "message.*": {"audience": "vault"}}},
		"grant": {"audience": "mail", "scopes": ["message.send"], "ttl_s": 30, "single_use": true},
	},
	"as settings say": {
		"of": "send",
		"settings": {"/grants": {"message.send": {"audience": "mail", "scopes": ["send"], "single_use": false}}},
		"grant": {"audience": "mail", "scopes": ["send"], "ttl_s": 120, "single_use": false},
	},
	"an audience that the agent has": {
		"of": "send",
		"agents": {"agent:refunds": registered(["vault"])},
		"grant": vault("message.send"),
	},
	"an audience that another one for which it acts has as well": {
		"of": "send",
		"given": for_planner,
		"agents": {"agent:refunds": registered(["vault"]), "agent:planner": registered(["aws", "vault"])},
		"grant": vault("message.send"),
	},
	"a read that settings name": {
		"settings": {"/grants": {"order.read": {"audience": "vault"}}},
		"grant": vault("order.read"),
	},
}

without := {
	"a read": {},
	"a verb that settings do not name": {"of": "send", "settings": {"/grants": {}}},
	"an audience that the agent has not": {
		"of": "send",
		"agents": {"agent:refunds": registered(["aws"])},
	},
	"audiences that are null": {"of": "send", "agents": {"agent:refunds": registered(null)}},
	"an audience that another one for which it acts has not": {
		"of": "send",
		"given": for_planner,
		"agents": {"agent:refunds": registered(["vault"]), "agent:planner": registered(["aws"])},
	},
}

test_granted[name] if {
	some name, case in cases
	testing.decision(case).grant == case.grant
}

test_not_granted[name] if {
	some name, case in without
	document := testing.decision(case)
	document.effect == "allow"
	not document.grant
}

test_never_with_a_block if {
	document := testing.decision({"of": "refund", "given": {"/action/amount/value": "101"}})
	document.effect == "block"
	not document.grant
}

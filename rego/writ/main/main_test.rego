package writ.main_test

import data.writ.main
import data.writ.testing_test as testing

rule(code) := {"code": code, "message": "as it is", "controls": ["OWASP-ASI-02"]}

demand(code, approval) := object.union(rule(code), {"approval": approval})

person := {
	"id": "apr_1",
	"template": "this_action",
	"approvers": ["user:bob"],
	"approved_at": "2026-11-20T15:00:00.000Z",
}

usual_demand := {
	"approvers": ["role:approver"],
	"expires_in_s": 900,
	"template": "this_action",
	"quorum": 1,
	"not_by": ["requester"],
	"uses": 1,
	"valid_for_s": 900,
	"same": ["arguments", "destinations", "resource", "tool", "verb"],
	"max_amount": "",
}

document(packages) := decision if decision := main.decision with data.policy as packages with input as testing.read

approved(packages) := decision if {
	call := testing.changed(testing.read, {"/approval": person})
	decision := main.decision with data.policy as packages with input as call
}

cases := {
	"nothing": {"packages": {}, "effect": "block", "codes": ["no_rule_allows"]},
	"allow": {"packages": {"a": {"allow": {rule("fine")}}}, "effect": "allow", "codes": ["fine"]},
	"warn alone allows nothing": {
		"packages": {"a": {"warn": {rule("odd")}}},
		"effect": "block",
		"codes": ["no_rule_allows"],
	},
	"warn beats allow": {
		"packages": {"a": {"warn": {rule("odd")}}, "b": {"allow": {rule("fine")}}},
		"effect": "warn",
		"codes": ["odd", "fine"],
	},
	"require_approval beats warn": {
		"packages": {
			"a": {"warn": {rule("odd")}, "require_approval": {rule("ask")}},
			"b": {"allow": {rule("fine")}},
		},
		"effect": "block",
		"codes": ["ask", "odd"],
	},
	"block beats require_approval": {
		"packages": {"a": {"require_approval": {rule("ask")}}, "b": {"block": {rule("no")}, "allow": {rule("fine")}}},
		"effect": "block",
		"codes": ["no"],
	},
	"a block without a code": {
		"packages": {"a": {"block": {{"message": "no"}}, "allow": {rule("fine")}}},
		"effect": "block",
		"codes": ["rule_malformed"],
	},
	"a block that is no object": {
		"packages": {"a": {"block": {"no"}, "allow": {rule("fine")}}},
		"effect": "block",
		"codes": ["rule_malformed"],
	},
	"a block that is no set": {
		"packages": {"a": {"block": true, "allow": {rule("fine")}}},
		"effect": "block",
		"codes": ["rule_malformed"],
	},
	"an allow without a code": {
		"packages": {"a": {"allow": {{"message": "fine"}}}},
		"effect": "block",
		"codes": ["no_rule_allows"],
	},
	"nobody may approve all": {
		"packages": {"a": {"require_approval": {
			demand("one", {"approvers": ["role:a"]}),
			demand("two", {"approvers": ["role:b"]}),
		}}},
		"effect": "block",
		"codes": ["approval_impossible"],
	},
	"a block, where nobody may approve all": {
		"packages": {"a": {
			"block": {rule("no")},
			"require_approval": {demand("one", {"approvers": ["role:a"]}), demand("two", {"approvers": ["role:b"]})},
		}},
		"effect": "block",
		"codes": ["no"],
	},
	"a block, and two grants": {
		"packages": {"a": {"block": {rule("no")}, "grant": {{"audience": "a"}, {"audience": "b"}}}},
		"effect": "block",
		"codes": ["no"],
	},
	"an approval to come, and two grants": {
		"packages": {"a": {"require_approval": {rule("ask")}, "grant": {{"audience": "a"}, {"audience": "b"}}}},
		"effect": "block",
		"codes": ["ask"],
	},
	"a warning whose code is no text": {
		"packages": {"a": {"allow": {rule("fine")}, "warn": {{"code": 7}}}},
		"effect": "allow",
		"codes": ["fine"],
	},
	"a block whose code is no text": {
		"packages": {"a": {"allow": {rule("fine")}, "block": {{"code": 7}}}},
		"effect": "block",
		"codes": ["rule_malformed"],
	},
	"two grants": {
		"packages": {
			"a": {"allow": {rule("fine")}, "grant": {{"audience": "a"}}},
			"b": {"grant": {{"audience": "b"}}},
		},
		"effect": "block",
		"codes": ["grant_ambiguous"],
	},
}

test_precedence[name] if {
	some name, case in cases
	decision := document(case.packages)
	decision.effect == case.effect
	[reason.code | some reason in decision.reasons] == case.codes
}

own := {
	"approved": {
		"packages": {"a": {"require_approval": {rule("ask")}}},
		"given": {"/approval": person},
		"controls": ["NIST-AI-RMF-MAP-3.5", "OWASP-ASI-09"],
	},
	"input_incomplete": {
		"packages": {"a": {"allow": {rule("fine")}}},
		"given": {"/now": 7},
		"controls": ["NIST-AI-RMF-MEASURE-2.7"],
	},
	"no_rule_allows": {"packages": {}, "controls": ["OWASP-ASI-02", "OWASP-LLM-06"]},
	"approval_impossible": {
		"packages": {"a": {"require_approval": {
			demand("one", {"approvers": ["role:a"]}),
			demand("two", {"approvers": ["role:b"]}),
		}}},
		"controls": ["NIST-AI-RMF-MAP-3.5", "OWASP-ASI-09"],
	},
	"grant_ambiguous": {
		"packages": {"a": {"allow": {rule("fine")}, "grant": {{"audience": "a"}, {"audience": "b"}}}},
		"controls": ["OWASP-ASI-03"],
	},
}

test_own_reasons[code] if {
	some code, case in own
	call := testing.changed(testing.read, object.get(case, "given", {}))
	decision := main.decision with data.policy as case.packages with input as call
	[object.remove(reason, ["message"]) | some reason in decision.reasons] == [{
		"code": code,
		"rule": "writ.main",
		"controls": case.controls,
	}]
}

test_malformed_reason if {
	decision := document({"a": {"block": {"no"}}})
	[object.remove(reason, ["message"]) | some reason in decision.reasons] == [{
		"code": "rule_malformed",
		"rule": "policy.a",
		"controls": [],
	}]
	is_string(decision.reasons[0].message)
}

test_nobody_approved if {
	packages := {"a": {"require_approval": {rule("ask")}}}
	count(main.allowed) == 0 with data.policy as packages with input as testing.read
}

test_rule_is_the_package if {
	decision := document({"a": {"allow": {rule("fine")}}})
	decision.reasons == [object.union(rule("fine"), {"rule": "policy.a"})]
}

test_block_carries_nothing if {
	decision := document({"a": {
		"block": {rule("no")},
		"require_approval": {rule("ask")},
		"allow": {rule("fine")},
		"grant": {{"audience": "a"}},
		"oblige": {{"type": "sandbox"}},
		"label": {"seen"},
	}})
	object.keys(decision) == {"effect", "reasons", "session"}
	decision.session == {"revoke": false}
}

test_demand if {
	packages := {
		"a": {"require_approval": {demand("one", {"approvers": ["role:a", "role:b"], "expires_in_s": 60})}},
		"b": {"require_approval": {demand("two", {"approvers": ["role:b", "role:c"], "template": "weekly"})}},
	}
	document(packages).approval == object.union(usual_demand, {"approvers": ["role:b"], "expires_in_s": 60})
}

test_usual_demand if {
	decision := document({"a": {"require_approval": {rule("ask")}}})
	decision.approval == usual_demand
	object.keys(decision.reasons[0]) == {"code", "message", "rule", "controls"}
}

test_approved if {
	decision := approved({"a": {"require_approval": {rule("ask")}, "grant": {{"audience": "a"}}}})
	decision.effect == "allow"
	[reason.code | some reason in decision.reasons] == ["approved"]
	decision.grant == {"audience": "a"}
}

test_approval_lifts_no_block if {
	approved({"a": {"require_approval": {rule("ask")}, "block": {rule("no")}}}).effect == "block"
}

test_approval_allows_nothing_else if {
	approved({"a": {"warn": {rule("odd")}}}).effect == "block"
}

test_approval_without_an_id if {
	call := testing.changed(testing.read, {"/approval": {"id": ""}})
	decision := main.decision with data.policy as {"a": {"require_approval": {rule("ask")}}} with input as call
	decision.effect == "block"
}

test_obligations if {
	decision := document({"a": {"allow": {rule("fine")}, "oblige": {{"type": "sandbox"}, "malformed"}}})
	decision.obligations == ["malformed", {"type": "sandbox", "fulfillment": "required"}]
}

test_warn_notifies if {
	decision := document({"a": {"allow": {rule("fine")}, "warn": {rule("odd")}}})
	decision.obligations == [{"type": "notify", "fulfillment": "advisory", "channel": "security"}]
}

test_session if {
	decision := document({"a": {"allow": {rule("fine")}, "label": {"b", "a"}, "revoke": {"stolen"}}})
	decision.session == {"add_labels": ["a", "b"], "revoke": true, "revoke_codes": ["stolen"]}
}

test_session_of_a_warning if {
	packages := {"a": {"allow": {rule("fine")}, "warn": {rule("odd")}, "label": {"b", "a"}, "revoke": {"stolen"}}}
	session := document(packages).session
	session == {"add_labels": ["a", "b"], "revoke": true, "revoke_codes": ["stolen"]}
}

test_session_of_an_approval_to_come if {
	session := document({"a": {"require_approval": {rule("ask")}, "revoke": {"stolen"}}}).session
	session == {"revoke": true, "revoke_codes": ["stolen"]}
}

test_revoke_without_a_name if {
	packages := {"a": {"block": {rule("no")}, "revoke": {"", {"code": "stolen"}, sprintf("%0257d", [0])}}}
	document(packages).session == {"revoke": true}
}

test_revoke_on_block if {
	document({"a": {"block": {rule("no")}, "revoke": {"stolen"}}}).session.revoke == true
}

test_redact_whatever_becomes_of_the_call[name] if {
	some name, extra in {
		"block": {"block": {rule("no")}},
		"wait": {"require_approval": {rule("ask")}},
		"warn": {"allow": {rule("fine")}, "warn": {rule("odd")}},
		"allow": {"allow": {rule("fine")}},
	}
	packages := {"a": extra, "b": {"redact": {"/context", "/arguments/body"}}}
	document(packages).redact == ["/arguments/body", "/context"]
}

test_redact_nothing if not document({"a": {"allow": {rule("fine")}}}).redact

package policy.execution_test

import data.writ.testing_test as testing

approved := {"/approval": {"id": "apr_1"}}

test_code_runs_in_a_sandbox if {
	document := testing.decision({"of": "run", "given": approved})
	document.obligations == [{"type": "sandbox", "fulfillment": "required", "network": "none"}]
}

test_so_does_code_in_a_part if {
	part := object.union(testing.part("code.run", "privileged", "file:///repo/x"), {"traits": ["executes"]})
	changes := object.union(approved, {"/action/traits": [], "/action/parts": [part], "/intent/allows/0/verb": "code.run"})
	document := testing.decision({"of": "run", "given": changes})
	document.obligations[0].type == "sandbox"
}

test_settings_cannot_make_it_advisory if {
	settings := {"/sandbox": {"fulfillment": "advisory"}}
	document := testing.decision({"of": "run", "given": approved, "settings": settings})
	document.obligations[0].fulfillment == "required"
}

test_nothing_else_does if testing.decision({}).obligations == []

package writ.contract_test

import data.writ.testing_test as testing

# Without any one of these no call goes, with whatever else it comes.
required := [
	"/now", "/environment", "/agent", "/agent/id", "/agent/method", "/intent", "/intent/allows", "/intent/expires_at",
	"/action", "/action/verb", "/action/tier", "/action/traits", "/action/tool", "/action/tool/name",
	"/action/tool/known", "/action/tool/pin", "/action/destinations", "/action/sensitivity", "/action/parse",
]

test_required[name] if {
	some call in ["read", "send"]
	some path in required
	name := concat(" without ", [call, path])
	testing.decision({"of": call, "lacking": [path]}).effect == "block"
}

# What rules other than the contract's would notice as well, so that the decision does not show it.
described := [
	"/now", "/environment", "/agent", "/agent/id", "/action", "/action/verb", "/action/tier", "/action/traits",
	"/action/tool", "/action/tool/name", "/action/tool/known", "/action/tool/pin", "/action/destinations",
	"/action/sensitivity", "/action/parse",
]

test_complete if data.writ.contract.complete with input as testing.read

test_incomplete[path] if {
	some path in described
	data.writ.contract.complete == false with input as testing.without(testing.read, [path])
}

wrong := {
	"/action/destinations": {}, "/action/traits": "reads", "/action/tool/known": "true", "/action/tier": "harmless",
	"/action/parts": [{"verb": "order.read"}], "/action/tool/pin": "maybe", "/agent/id": null,
}

test_wrong_types[path] if {
	some path, value in wrong
	document := testing.decision({"given": {path: value}})
	document.effect == "block"
	some reason in document.reasons
	reason.code == "input_incomplete"
}

test_nothing if {
	document := data.writ.main.decision with input as {}
	document.effect == "block"
}

package writ.risk_test

import data.writ.main
import data.writ.risk
import data.writ.testing_test as testing

cases := {
	"nothing": {"packages": {}, "added": 0},
	"no points": {"packages": {"a": {"risk": {{"code": "one", "points": 0}}}}, "added": 0},
	"the sum": {
		"packages": {"a": {"risk": {{"code": "one", "points": 3}}}, "b": {"risk": {{"code": "one", "points": 3}}}},
		"added": 6,
	},
	"less than none": {"packages": {"a": {"risk": {{"code": "one", "points": -3}}}}, "added": -1},
	"no number": {
		"packages": {"a": {"risk": {{"code": "one", "points": "3"}, {"code": "two", "points": 9}}}},
		"added": -1,
	},
	"half a point": {"packages": {"a": {"risk": {{"code": "one", "points": 0.5}}}}, "added": -1},
	"none said": {"packages": {"a": {"risk": {{"code": "one"}}}}, "added": -1},
	"no object": {"packages": {"a": {"risk": {"one"}}}, "added": -1},
}

test_added[name] if {
	some name, case in cases
	added := risk.added with data.policy as case.packages
	added == case.added
}

test_in_the_decision if {
	rule := {"code": "fine", "controls": []}
	packages := {"a": {"allow": {rule}, "risk": {{"code": "one", "points": 3}}}}
	decision := main.decision with data.policy as packages with input as testing.read
	decision.session == {"add_labels": [], "revoke": false, "add_risk": 3}
}

test_not_in_the_decision if {
	decision := main.decision with data.policy as {} with input as testing.read
	decision.session == {"revoke": false}
}

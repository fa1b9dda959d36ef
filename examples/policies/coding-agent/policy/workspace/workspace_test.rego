package policy.workspace_test

import data.writ.testing_test as testing

touched(access, place) := {"/facts": {"files": [{
	"path": "/x",
	"access": access,
	"classes": [],
	"place": place,
	"pattern": false,
}]}}

reached(host) := {"/facts": {"hosts": [{
	"host": host,
	"access": "fetch",
	"scheme": "https",
	"port": "",
	"classes": [],
}]}}

does(verb) := {
	"/action/verb": verb,
	"/action/tier": "bounded_write",
	"/action/resource": {"type": "repo", "uri": "repo:x"},
	"/intent/allows": [{"verb": verb, "max_tier": "privileged"}],
}

cases := {
	"a file of the workspace is written": {"given": touched("write", "workspace"), "effect": "allow"},
	"a temporary file": {"given": touched("delete", "temporary"), "effect": "allow"},
	"/dev/null": {"given": touched("append", "device"), "effect": "allow"},
	"a file of the home folder is read": {"given": touched("read", "home"), "effect": "allow"},
	"a file of the home folder is written": {
		"given": touched("write", "home"),
		"effect": "block",
		"codes": {"written_outside_workspace"},
	},
	"a place that is not known": {
		"given": touched("delete", "unknown"),
		"effect": "block",
		"codes": {"written_outside_workspace"},
	},
	"a registry": {"given": reached("registry.npmjs.org"), "effect": "allow"},
	"a host below one that is known": {"given": reached("objects.githubusercontent.com"), "effect": "allow"},
	"a name that only ends alike": {
		"given": reached("evilgithub.com"),
		"effect": "block",
		"codes": {"host_not_for_builds"},
	},
	"a push to a branch": {"given": does("repo.push"), "effect": "allow"},
	"a merge waits": {"given": does("repo.merge"), "effect": "block", "codes": {"merge_is_for_people"}},
	"a release waits": {"given": does("repo.release"), "effect": "block", "codes": {"merge_is_for_people"}},
}

test_workspace[name] if {
	some name, case in cases
	testing.as_expected(case)
}

sandboxed := {
	"code that stays here": {"of": {}, "expected": true},
	"code that reaches a host": {"of": reached("github.com"), "expected": false},
}

test_sandbox[name] if {
	some name, case in sandboxed
	given := object.union(does("code.run"), case.of)
	document := testing.decision({"given": given})
	document.effect == "allow"
	obliged := [it | some it in document.obligations; it.type == "sandbox"; it.fulfillment == "advisory"]
	count(obliged) > 0 == case.expected
}

package policy.change_freeze_test

import data.writ.testing_test as testing

frozen := {"/change_freeze": true}

cases := {
	"a write in a freeze": {"of": "send", "settings": frozen, "effect": "block", "codes": {"change_frozen"}},
	"a read in a freeze": {"settings": frozen, "effect": "allow"},
	"a write at other times": {"of": "send", "effect": "allow"},
}

test_freeze[name] if {
	some name, case in cases
	testing.as_expected(case)
}

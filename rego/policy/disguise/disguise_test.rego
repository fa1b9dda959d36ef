package policy.disguise_test

import data.writ.testing_test as testing

hidden(trick) := {"/facts": {"hidden": [{"at": "/arguments/body", "trick": trick, "length": 9}]}}

cases := {
	"letters that nobody sees": {"given": hidden("tag"), "effect": "block", "codes": {"text_disguised"}},
	"text that runs backwards": {"given": hidden("bidi"), "effect": "block", "codes": {"text_disguised"}},
	"letters that look alike": {
		"given": hidden("homoglyph"),
		"effect": "warn",
		"codes": {"intent_allows_unverified", "text_noted"},
	},
	"decoded": {"given": hidden("base64"), "effect": "allow"},
	"settings want a yes": {
		"given": hidden("zero_width"),
		"settings": {"/facts/hidden/zero_width": "require_approval"},
		"effect": "block",
		"codes": {"text_needs_approval"},
	},
}

test_disguise[name] if {
	some name, case in cases
	testing.as_expected(case)
}

package policy.hosts_test

import data.writ.testing_test as testing

host(class) := {"/facts": {"hosts": [{
	"at": "/arguments/url",
	"access": "fetch",
	"host": "h.example",
	"scheme": "https",
	"port": "",
	"classes": [class],
}]}}

cases := {
	"a plain host": {"given": host("documentation"), "effect": "allow"},
	"the metadata service": {"given": host("metadata"), "effect": "block", "codes": {"host_forbidden"}},
	"an address in disguise": {"given": host("ip_obfuscated"), "effect": "block", "codes": {"host_forbidden"}},
	"a name that looks like another": {"given": host("homoglyph"), "effect": "block", "codes": {"host_forbidden"}},
	"an internal address": {"given": host("private"), "effect": "block", "codes": {"host_needs_approval"}},
	"this machine": {"given": host("loopback"), "effect": "warn", "codes": {"host_noted", "intent_allows_unverified"}},
	"settings let internal addresses go": {
		"given": host("private"),
		"settings": {"/facts/hosts/private": "ignore"},
		"effect": "allow",
	},
}

test_hosts[name] if {
	some name, case in cases
	testing.as_expected(case)
}

# METADATA
# title: Grants
# description: Which grant the settings want for a verb.
package writ.grants

import data.writ.action
import data.writ.identity

# METADATA
# description: |
#   The grant of the call's own verb, else that of its domain, which is not for calls that only read. Undefined where
#   the settings name none, and where the agent, or one for which it acts, is registered for other audiences only.
wanted := object.union(
	{"scopes": [input.action.verb], "ttl_s": 120, "single_use": true},
	configured,
) if {
	every authority in identity.authorities { audience_is_open(authority.registration, configured.audience) }
}

configured := data.settings.grants[key]

key := input.action.verb if {
	data.settings.grants[input.action.verb]
} else := family if {
	action.rank[input.action.tier] > 0
	family := concat("", [split(input.action.verb, ".")[0], ".*"])
}

audience_is_open(registration, audience) if {
	not "audiences" in object.keys(registration)
} else if audience in registration.audiences

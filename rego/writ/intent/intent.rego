# METADATA
# title: Intent
# description: |
#   What the task at hand permits, and how far it covers each thing that the call would do. Where no intent was sent and
#   the settings permit that, the agent's registered envelope stands in for it.
package writ.intent

import data.writ.action
import data.writ.allowance
import data.writ.identity

# METADATA
# description: What permits the call, "intent" or "envelope"; undefined where nothing can.
source := "intent" if {
	proven
	in_time
} else := "envelope" if {
	not input.intent
	data.settings.envelope.enabled == true
	identity.registration.envelope
}

# METADATA
# description: Whether the intent is proven, or stated in a way that settings accept.
proven if identity.proven_enough(input.intent)

# METADATA
# description: Whether its time is not over. Both times are RFC 3339, UTC, with milliseconds, so they compare as text.
in_time if input.now < input.intent.expires_at

# METADATA
# description: How messages name the source.
label := {"intent": "the intent", "envelope": "the agent's envelope"}[source]

# METADATA
# description: |
#   For each act of the call: `named`, whether an allowance names its verb; `placed`, those that cover its resource as
#   well; `live`, those of them whose limits the call is within; `unnamed`, the destinations that none of these names.
coverage := coverage_by(allowances)

# METADATA
# description: The same by other entries than those of the source.
coverage_by(entries) := [covered |
	some act in action.acts
	names := allowance.names_of_act(act)
	named := [it | some it in entries; it.verb in names]
	placed := [it | some it in named; allowance.covers_resource(it, act)]
	live := [it |
		some it in placed
		allowance.within_amount(it, act)
		allowance.within_total(it, act)
		allowance.within_calls(it, act)
		allowance.within_sensitivity(it)
		allowance.within_window(it)
	]
	covered := {
		"act": act,
		"named": count(named) > 0,
		"placed": placed,
		"live": live,
		"unnamed": unnamed(preferred(live, placed), act.destinations),
	}
]

# METADATA
# scope: document
# description: Whether the source covers all that the call would do.
default permits := false

permits if {
	source
	in_full(coverage)
}

# METADATA
# description: Whether a coverage leaves nothing of what the call would do.
in_full(coverings) if {
	count(coverings) > 0
	count(coverings) == count(action.acts)
	every covered in coverings {
		count(covered.live) > 0
		count(covered.unnamed) == 0
	}
}

# METADATA
# scope: document
# description: Whether each privileged act is lifted by an allowance that covers it, so that no person has to be asked.
default lifted := false

lifted if {
	count(coverage) > 0
	every effect in action.effects { effect.verb != "unknown" }
	every covered in coverage { harmless_or_lifted(covered) }
}

harmless_or_lifted(covered) if covered.act.tier in {"read_only", "bounded_write"}

harmless_or_lifted(covered) if {
	some candidate in covered.live
	allowance.lifts(candidate)
}

allowances := input.intent.allows if {
	source == "intent"
} else := [it |
	source == "envelope"
	some it in allowances_of(identity.registration.envelope)
]

# METADATA
# description: What an envelope permits, as an intent would say it.
allowances_of(envelope) := [it |
	some verb in envelope.verbs
	some place in places(envelope)
	limits := object.remove(envelope, ["verbs", "max_tier", "resources"])
	it := object.union_n([limits, place, {"verb": verb}])
]

# One allowance for each resource of the envelope, or one for any.
places(envelope) := [{"resource": resource} | some resource in envelope.resources] if {
	envelope.resources
} else := [{}]

# Where limits leave nothing, destinations are still told apart by the allowances that the limits are of.
preferred(live, placed) := live if {
	count(live) > 0
} else := placed

unnamed(_, []) := []

unnamed(candidates, destinations) := [it |
	some it in destinations
	not any_names(candidates, it)
] if {
	count(destinations) > 0
}

any_names(candidates, destination) if {
	some candidate in candidates
	allowance.names_destination(candidate, destination)
}

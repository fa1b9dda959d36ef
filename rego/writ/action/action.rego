# METADATA
# title: Action
# description: What a call would do, as a list of things that are judged one by one.
package writ.action

# METADATA
# description: The ranks of tiers, so that they compare.
rank := {"read_only": 0, "bounded_write": 1, "privileged": 2}

# METADATA
# description: The rank of what is no tier, below all of them.
no_tier := -1

# METADATA
# description: The ranks of sensitivities, so that they compare.
sensitivity_rank := {"public": 0, "internal": 1, "confidential": 2, "restricted": 3}

# METADATA
# description: The call itself and everything that analyzers found in it.
effects := [input.action] if {
	not input.action.parts
} else := array.concat([input.action], input.action.parts)

# METADATA
# description: |
#   What an intent has to allow: the parts instead of the call where they are all that it does, else the call and every
#   part that is known. Upkeep takes no intent.
acts := [] if {
	upkeep
} else := [input.action] if {
	not input.action.parts
} else := parts if {
	parts_are_all
} else := array.concat([input.action], [part | some part in parts; part.verb != "unknown"])

# METADATA
# scope: document
# description: Whether the call was understood in full and is no more than the sum of its parts.
default parts_are_all := false

parts_are_all if {
	input.action.parts[0]
	input.action.parse == "complete"
	every part in parts { part.verb != "unknown" }
	some part in parts
	rank[part.tier] >= rank[input.action.tier]
	addressed := {it.value | some other in parts; some it in other.destinations}
	every it in input.action.destinations { it.value in addressed }
}

# METADATA
# scope: document
# description: Whether any effect of the call is privileged.
default privileged := false

privileged if {
	some effect in effects
	not bounded(effect)
}

# METADATA
# scope: document
# description: |
#   Whether the call only keeps a protocol going (a handshake, a list of what there is), with a server that the
#   catalogue has, and settings let that go whatever the task is.
default upkeep := false

upkeep if {
	input.action.verb in data.settings.protocol.upkeep
	startswith(input.action.verb, "protocol.")
	input.action.tool.known == true
	input.action.tier == "read_only"
	input.action.parse == "complete"
	not input.action.parts
	count(input.action.destinations) == 0
}

bounded(effect) if effect.tier in {"read_only", "bounded_write"}

parts := object.get(input.action, "parts", [])

# METADATA
# title: Contract
# description: What every input has. Rules may rely on it, because a call without it is blocked.
package writ.contract

# METADATA
# scope: document
# description: Whether nothing is missing that a rule needs to see a danger.
default complete := false

complete if {
	is_string(input.now)
	is_string(input.environment)
	is_string(input.agent.id)
	action := input.action
	is_string(action.tool.name)
	is_boolean(action.tool.known)
	action.tool.pin in {"match", "mismatch", "none"}
	is_string(action.sensitivity)
	is_string(action.parse)
	described(action)
	parts_described
}

parts_described if {
	not input.action.parts
} else if {
	every part in input.action.parts { described(part) }
}

described(act) if {
	is_string(act.verb)
	act.tier in {"read_only", "bounded_write", "privileged"}
	is_array(act.traits)
	is_array(act.destinations)
}

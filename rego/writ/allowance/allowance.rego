# METADATA
# title: Allowance
# description: Whether one entry of an intent's `allows` covers a verb, a resource, a destination, a limit.
package writ.allowance

import data.writ.action

# METADATA
# description: The two ways of an allowance to name a verb, the verb itself and its whole domain (`file.*`).
names_of_verb(verb) := {verb, concat("", [split(verb, ".")[0], ".*"])}

# METADATA
# description: |
#   The names of the verb of one act. Whoever may run programs may run those that only look something up: what is in a
#   repository, which machines there are. Files, messages, databases and secrets take an allowance of their own.
names_of_act(act) := names_of_verb(act.verb) | {"process.exec", "process.*"} if {
	looked_up(act)
} else := names_of_verb(act.verb)

looked_up(act) if {
	act.tier == "read_only"
	act.traits == ["reads"]
	split(act.verb, ".")[0] in {"device", "identity", "infra", "repo", "ticket"}
	startswith(input.action.verb, "process.")
}

# METADATA
# description: Without a resource an allowance is for any; with one it is for nothing that names none.
covers_resource(allowance, act) if {
	not allowance.resource
} else if {
	allowance.resource == act.resource.uri
} else if {
	endswith(allowance.resource, "*")
	startswith(act.resource.uri, trim_suffix(allowance.resource, "*"))
	not climbs(act.resource.uri)
}

# A prefix says nothing about a path that leaves it again.
climbs(uri) if contains(uri, "..")

climbs(uri) if contains(lower(uri), "%2e")

# METADATA
# description: Whether the allowance names the destination. One without `destinations` names none.
names_destination(allowance, destination) if {
	destination.value in allowance.destinations
} else if {
	"*" in allowance.destinations
} else if {
	some name in other_names(destination)
	name in allowance.destinations
}

other_names(destination) := {concat("", ["@", destination.domain])} if {
	destination.kind == "email"
} else := {concat("", ["@", domain])} if {
	# An account, a user or a channel that goes by an address.
	not destination.domain
	[_, domain] := split(destination.value, "@")
} else := {domain, trim_suffix(destination.value, "/")} | {wildcard |
	labels := split(domain, ".")
	some i in numbers.range(1, count(labels) - 2)

	# numbers.range counts down where there is no parent domain to name.
	i >= 1
	i <= count(labels) - 2
	wildcard := concat(".", array.concat(["*"], array.slice(labels, i, count(labels))))
} if {
	domain := object.get(destination, "domain", destination.value)
}

# METADATA
# description: Whether the allowance lets what is privileged go without a person's yes.
lifts(allowance) if allowance.max_tier == "privileged"

# METADATA
# description: |
#   Whether the call's amount is within the allowance's. Where it has a limit, spending an amount that the call does not
#   say is not.
within_amount(allowance, act) if {
	not allowance.max_amount
	in_currency(allowance)
} else if {
	not input.action.amount
	not "spends" in act.traits
} else if {
	in_currency(allowance)
	value := to_number(input.action.amount.value)
	value >= 0
	value <= to_number(allowance.max_amount)
}

in_currency(allowance) if {
	not allowance.currency
} else if {
	not input.action.amount
} else if upper(allowance.currency) == input.action.amount.currency

# METADATA
# description: |
#   What the calls came to that limits of an intent hold for: those of its task, whatever sessions they were in, where
#   Writ counts them; else those of the session.
counted := input.session if {
	not input.task
} else := input.task

# METADATA
# description: |
#   Whether the task has not spent as much as the allowance lets all its calls spend in one currency, this call
#   included.
#   Where nobody counts, nothing is left.
within_total(allowance, act) if {
	not allowance.max_total
} else if {
	counted.spent
	not input.action.amount
	not "spends" in act.traits
} else if {
	in_currency(allowance)
	value := to_number(input.action.amount.value)
	value >= 0
	spent := to_number(object.get(counted.spent, input.action.amount.currency, "0"))
	spent + value <= to_number(allowance.max_total)
}

# METADATA
# description: Whether the call is not more sensitive than the allowance is for.
within_sensitivity(allowance) if {
	not allowance.max_sensitivity
} else if {
	action.sensitivity_rank[input.action.sensitivity] <= action.sensitivity_rank[allowance.max_sensitivity]
}

# METADATA
# description: Whether the allowance's time has come and is not over. Times are of one form, so they compare as text.
within_window(allowance) if {
	begun(allowance)
	not_over(allowance)
}

begun(allowance) if {
	not allowance.not_before
} else if input.now >= allowance.not_before

not_over(allowance) if {
	not allowance.not_after
} else if input.now < allowance.not_after

# METADATA
# description: |
#   Whether the task has calls of the allowance left. Calls that did several things were counted under their own
#   verb, so they count for each of their parts. Where nobody counts, nothing is left.
within_calls(allowance, act) if {
	not allowance.max_calls
} else if {
	calls_by_verb := counted.by_verb
	names := {allowance.verb, act.verb, input.action.verb}
	used := sum([calls |
		some verb, calls in calls_by_verb
		count(names_of_verb(verb) & names) > 0
	])
	used < allowance.max_calls
}

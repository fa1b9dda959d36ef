# METADATA
# title: Limits
# description: |
#   What calls come to with this one. The counts are a window or a total: `limits.agent.day`, `limits.task.total`,
#   `input.session.windows.hour`. Where Writ has not counted, every limit is exceeded.
package writ.limits

import data.writ.action

# METADATA
# scope: document
# description: The agent's calls of the last `minute`, `hour` and `day`, whatever sessions they were in.
default agent := {"minute": {}, "hour": {}, "day": {}}

agent := input.usage.agent

# METADATA
# scope: document
# description: The calls of the intent's task, all of them as `total`, and those of the last `minute`, `hour` and `day`.
default task := {"total": {}, "minute": {}, "hour": {}, "day": {}}

task := input.usage.task

# METADATA
# description: Calls of a verb, or of a whole domain (`payment.*`), this one included if it is one.
calls(counts, verb) := before + here if {
	by_verb := counts.by_verb
	before := sum([calls | some name, calls in by_verb; named(verb, name)])
	here := count([1 | some name in this_call; named(verb, name)])
} else := uncounted

# METADATA
# description: Calls of a tool (`server/name`), this one included if it is one. Those of tools without a name count.
tool_calls(counts, tool) := (before + others) + here if {
	before := object.get(counts.by_tool, tool, 0)
	others := object.get(counts.by_tool, "other", 0)
	here := count([1 | tool == this_tool])
} else := uncounted

# METADATA
# description: |
#   What was spent in a currency, this call included, and what was spent without naming one. What the call spends
#   without saying how much is too much.
spent(counts, currency) := before if {
	before := spent_before(counts, currency)
	not spends
} else := before if {
	before := spent_before(counts, currency)
	input.action.amount.currency != currency
	input.action.amount.currency != ""
} else := before + amount if {
	before := spent_before(counts, currency)
	amount := to_number(input.action.amount.value)
	amount >= 0
} else := uncounted

# METADATA
# description: What was read and exported, this call included.
records(counts) := before + read_here if {
	before := counts.records
} else := uncounted

# More than any limit.
uncounted := 1e18

# Calls that named no currency, or one too many to be counted apart ("other"), may have spent this one.
spent_before(counts, currency) := sum([to_number(value) |
	some name in {currency, "", "other"}
	value := counts.spent[name]
]) if {
	counts.spent
}

named(verb, name) if name == verb

# A tenant's own verbs are counted as "other" from the bound on.
named(verb, "other") if startswith(verb, "x-")

named(verb, name) if {
	endswith(verb, ".*")
	startswith(name, trim_suffix(verb, "*"))
}

# A call that does several things is counted under its own verb, and may be what any of them is.
this_call contains input.action.verb

spends if {
	some effect in action.effects
	"spends" in effect.traits
}

read_here := sum([input.action.count | reads])

reads if "reads" in input.action.traits

reads if endswith(input.action.verb, ".export")

this_tool := input.action.tool.name if {
	input.action.tool.server == ""
} else := concat("/", [input.action.tool.server, input.action.tool.name])

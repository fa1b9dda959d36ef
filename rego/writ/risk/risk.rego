# METADATA
# title: Risk
# description: |
#   The points that the packages policy.* give a call: `risk contains {"code": "…", "points": 5}`. The session keeps
#   their sum.
package writ.risk

# METADATA
# scope: document
# description: What this call adds to the session's risk; -1, which the service refuses, where a rule gives no points.
default added := 0

added := -1 if {
	some given in points
	not counts(given.element)
} else := sum([given.element.points | some given in points])

# METADATA
# scope: document
# description: The same, for the decision document.
default noted := {}

noted := {"add_risk": added} if added != 0

# The same of two packages is given twice.
points contains {"package": name, "element": element} if {
	some name
	some element in data.policy[name].risk
}

counts(element) if {
	is_number(element.points)
	element.points >= 0
	element.points == round(element.points)
}

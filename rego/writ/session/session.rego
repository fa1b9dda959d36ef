# METADATA
# title: Session
# description: What the session of the call has done and seen before it.
package writ.session

# METADATA
# scope: document
# description: Whether the session has read something that came from outside.
default tainted := false

tainted if "untrusted_input" in input.session.labels

# METADATA
# description: |
#   What is another than when the session began: "agent", "intent", "catalogue", "environment". Writ finds that out;
#   what a caller says of it does not count.
changed contains name if some name in input.context.changed

# METADATA
# description: Calls that went on before this one.
calls := object.get(input, ["session", "calls"], 0)

# METADATA
# description: What the session would have spent in the call's currency, this call included.
spent_after := to_number(object.get(input, ["session", "spent", currency], "0")) + to_number(value) if {
	currency := input.action.amount.currency
	value := input.action.amount.value
}

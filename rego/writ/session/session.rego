# METADATA
# title: Session
# description: What the session of the call has done and seen before it.
package writ.session

import data.writ.limits

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
spent_after := limits.spent(counted, input.action.amount.currency)

# METADATA
# scope: document
# description: What the session's calls have spent; without a session there is this call alone.
default counted := {"spent": {}}

counted := {"spent": input.session.spent}

# METADATA
# title: Deviation
# description: |
#   A session that goes on after it was refused again and again has left its task. Settings say when
#   (`data.settings.deviation`; 0 or nothing: never). It is suspended with the call that finds out, its grants die with
#   that, and its calls are blocked until a person lets it go on.
package policy.deviation

import data.writ.reasons
import data.writ.risk

# METADATA
# title: denials_in_a_row
# description: The session was refused so many calls one after the other that this is no mistake any more.
# custom:
#   controls: [OWASP-ASI-01, OWASP-ASI-10, OWASP-LLM-10, MAESTRO-L5, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	found.denials_in_a_row
	reason := reasons.of(rego.metadata.rule(), "the session was refused too many calls in a row")
}

# METADATA
# title: unknown_tools_tried
# description: The session has tried too many calls of tools that the catalogue does not have.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-04, OWASP-ASI-10, MAESTRO-L5, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	found.unknown_tools_tried
	reason := reasons.of(rego.metadata.rule(), "the session has tried too many unknown tools")
}

# METADATA
# title: risk_exceeded
# description: The points that rules gave the session's calls, with those of this call, are more than settings accept.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L5, NIST-AI-RMF-MEASURE-2.7, NIST-AI-RMF-MANAGE-2.4,
#     ISO-42001-A.6.2.6]
block contains reason if {
	found.risk_exceeded
	reason := reasons.of(rego.metadata.rule(), "the session has become too risky")
}

# METADATA
# title: budget_exceeded
# description: The call wants more than the session or its task may have, and settings take that for a deviation.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L4, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	found.budget_exceeded
	reason := reasons.of(rego.metadata.rule(), "the session wants more than it may have")
}

# METADATA
# title: Suspended
# description: Whatever of these holds stops the session.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L5, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
revoke contains name if some name, true in found

found["denials_in_a_row"] if input.session.denials >= limits.denials

found["unknown_tools_tried"] if {
	input.session.unknown_tools + count([1 | not input.action.tool.known]) >= limits.unknown_tools
}

found["risk_exceeded"] if input.session.risk + risk.added >= limits.risk

found["budget_exceeded"] if {
	data.settings.deviation.budget_exceeded == true
	input.session
	some reason in (data.policy.session.block | data.policy.intent.block)
	reason.code in budgets
}

# What is 0 or no number limits nothing.
limits[name] := limit if {
	some name, limit in data.settings.deviation
	is_number(limit)
	limit > 0
}

budgets := {"calls_not_in_intent", "session_calls_exhausted", "session_spent_exhausted", "total_not_in_intent"}

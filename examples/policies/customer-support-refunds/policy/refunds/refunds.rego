# METADATA
# title: Refunds
# description: A support agent pays back what an order cost, within limits, once, and after it has looked at the order.
package policy.refunds

import data.writ.action
import data.writ.reasons

# METADATA
# title: refund_without_look
# description: The session has not read the order, the ticket or the payment, so the refund rests on nothing but text.
# custom:
#   controls: [OWASP-ASI-01, OWASP-LLM-01, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
block contains reason if {
	pays_back
	not looked
	reason := reasons.of(rego.metadata.rule(), "nothing was looked up in this session that the refund could rest on")
}

# METADATA
# title: refund_repeated
# description: The session has paid back already. Several refunds of one task are how limits are got around.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, MAESTRO-L4, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	pays_back
	object.get(input, ["session", "by_verb", "payment.refund"], 0) >= data.settings.refunds.per_session
	reason := reasons.of(rego.metadata.rule(), "the session has made as many refunds as it may")
}

# METADATA
# title: refund_too_large
# description: The amount is above what support pays back at all, or is in a currency for which nobody set a limit.
# custom:
#   controls: [OWASP-ASI-02, OWASP-LLM-06, MAESTRO-L3, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.9.4]
block contains reason if {
	pays_back
	not within("most")
	reason := reasons.of(rego.metadata.rule(), "support does not pay back such an amount")
}

# METADATA
# title: refund_needs_lead
# description: Above the usual amount a team lead looks at it.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	pays_back
	not within("usual")
	said := reasons.of(rego.metadata.rule(), "a refund of this size takes a team lead")
	reason := object.union(said, {"approval": {"approvers": ["role:support-lead"]}})
}

# METADATA
# title: What was paid back
# custom:
#   controls: [OWASP-ASI-03, MAESTRO-L6, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.4]
label contains "refunded" if pays_back

pays_back if {
	some effect in action.effects
	effect.verb == "payment.refund"
}

looked if {
	some verb, calls in input.session.by_verb
	verb in {"order.read", "payment.read", "ticket.read"}
	calls > 0
}

# An amount or a currency that is not said is within nothing.
within(limit) if {
	amount := input.action.amount
	to_number(amount.value) <= to_number(data.settings.refunds[limit][amount.currency])
}

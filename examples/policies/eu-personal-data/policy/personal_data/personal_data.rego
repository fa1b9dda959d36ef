# METADATA
# title: Personal data
# description: |
#   Personal data is used for registered purposes, stays where it may be processed, and leaves in small numbers.
# related_resources:
#   - https://eur-lex.europa.eu/eli/reg/2016/679/oj
package policy.personal_data

import data.writ.action
import data.writ.reasons

# METADATA
# title: purpose_not_registered
# description: |
#   The call touches personal data, and `context.processing_purpose` is not in the record of processing activities
#   (GDPR, articles 5(1)(b) and 30).
# custom:
#   controls: [OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-GOVERN-1.6, ISO-42001-A.7.2]
block contains reason if {
	personal
	not purpose in object.keys(data.settings.personal_data.purposes)
	reason := reasons.of(rego.metadata.rule(), "personal data is touched for a purpose that nobody registered")
}

# METADATA
# title: recipient_outside_region
# description: Personal data would go to somebody for whom no transfer is permitted (GDPR, article 44).
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
block contains reason if {
	personal
	some effect in action.effects
	"egress" in effect.traits
	some destination in effect.destinations
	not permitted(destination)
	message := concat(" ", [reasons.destination(destination), "may not receive personal data"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: exported_in_numbers
# description: More people's data than one case needs would be handed out at once.
# custom:
#   controls: [OWASP-LLM-02, OWASP-LLM-10, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
block contains reason if {
	personal
	input.action.count > object.get(data.settings.personal_data.purposes, [purpose, "max_count"], 1)
	reason := reasons.of(rego.metadata.rule(), "more people's data than the purpose needs would be touched at once")
}

# METADATA
# title: special_category
# description: Health, belief and the like (GDPR, article 9) are looked at by the data protection officer first.
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-09, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	some class in classes
	class in data.settings.personal_data.special
	said := reasons.of(rego.metadata.rule(), concat(" ", [class, "takes the data protection officer"]))
	reason := object.union(said, {"approval": {"approvers": ["role:dpo"]}})
}

# METADATA
# title: What was touched
# custom:
#   controls: [OWASP-LLM-02, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.5]
label contains "personal_data" if personal

purpose := object.get(input, ["context", "processing_purpose"], "")

# By what the catalogue says of the tool, what stands in the arguments, and what the session has touched already.
personal if count(classes) > 0

personal if {
	"personal_data" in input.session.labels
	some effect in action.effects
	"egress" in effect.traits
}

classes contains class if {
	some class in input.action.data_classes
	startswith(class, "pii.")
}

classes contains finding.type if {
	some finding in input.findings
	startswith(finding.type, "pii.")
}

permitted(destination) if destination.domain in data.settings.personal_data.recipients

permitted(destination) if {
	some suffix in data.settings.personal_data.recipient_suffixes
	endswith(destination.domain, suffix)
}

# METADATA
# title: Chains
# description: |
#   Calls that are harmless one by one, and harmful in a row: in one session, or in several that work at the same task.
#   `data.settings.chains` says what is done about each, by its name: `approve`, `block`, `warn` or `ignore`.
package policy.chains

import data.writ.action
import data.writ.intent
import data.writ.reasons
import data.writ.tenant

# METADATA
# title: read_then_egress
# description: |
#   Another session of the task has read confidential or restricted data, and this one would send something out of the
#   tenant. Within one session, sensitive_data_leaves blocks that.
# custom:
#   controls: [OWASP-LLM-02, OWASP-ASI-07, OWASP-ASI-08, MAESTRO-L7, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
require_approval contains reason if {
	found.read_then_egress
	approved("read_then_egress")
	reason := reasons.of(rego.metadata.rule(), messages.read_then_egress)
}

# METADATA
# title: untrusted_then_execute
# description: |
#   The session, or another one of the task, has read what outsiders can write, and now code would run that no intent
#   lets run without asking.
# custom:
#   controls: [OWASP-LLM-01, OWASP-ASI-01, OWASP-ASI-05, MAESTRO-L3, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.9.2]
require_approval contains reason if {
	found.untrusted_then_execute
	approved("untrusted_then_execute")
	reason := reasons.of(rego.metadata.rule(), messages.untrusted_then_execute)
}

# METADATA
# title: write_then_execute
# description: A file would run that the session, or another one of the task, has written.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-08, OWASP-LLM-05, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6,
#     MITRE-ATTACK-T1059]
require_approval contains reason if {
	found.write_then_execute
	approved("write_then_execute")
	reason := reasons.of(rego.metadata.rule(), messages.write_then_execute)
}

# METADATA
# title: discover_then_privilege
# description: |
#   The session, or another one of the task, has looked at who has which rights or what hosts there are, and now rights
#   would be given or secrets read.
# custom:
#   controls: [OWASP-ASI-03, OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L4, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4,
#     MITRE-ATTACK-T1078]
require_approval contains reason if {
	found.discover_then_privilege
	approved("discover_then_privilege")
	reason := reasons.of(rego.metadata.rule(), messages.discover_then_privilege)
}

# METADATA
# title: payments_split
# description: |
#   With this call the session, or the task, would have spent as much in a day as takes an approval in one amount.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-08, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.4]
require_approval contains reason if {
	found.payments_split
	approved("payments_split")
	reason := reasons.of(rego.metadata.rule(), messages.payments_split)
}

# METADATA
# title: exports_many
# description: |
#   The session has exported or sent out more often in an hour, or more records, than tasks usually take.
# custom:
#   controls: [OWASP-LLM-02, OWASP-LLM-10, OWASP-ASI-08, MAESTRO-L2, NIST-AI-RMF-MEASURE-2.10, ISO-42001-A.7.2]
require_approval contains reason if {
	found.exports_many
	approved("exports_many")
	reason := reasons.of(rego.metadata.rule(), messages.exports_many)
}

# METADATA
# title: chain_forbidden
# description: A chain of calls that settings forbid.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-01, MAESTRO-L7, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
block contains reason if {
	some name, _ in found
	treatment(name) == "block"
	reason := reasons.of(rego.metadata.rule(), concat(": ", [name, messages[name]]))
}

# METADATA
# title: chain_noted
# description: A chain of calls that settings want people to be told of.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-01, MAESTRO-L7, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.6.2.6]
warn contains reason if {
	some name, _ in found
	treatment(name) == "warn"
	reason := reasons.of(rego.metadata.rule(), concat(": ", [name, messages[name]]))
}

# METADATA
# title: What was written
# description: |
#   The session remembers which files it wrote, by a digest of their name; past a number of them, that it wrote many.
# custom:
#   controls: [OWASP-ASI-05, OWASP-ASI-08, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.7.5]
label contains written_label(effect.resource.uri) if {
	some effect in action.effects
	effect.verb in {"file.write", "file.append", "file.copy", "file.move"}
}

# METADATA
# title: What was discovered
# description: The session remembers that it looked at rights or hosts.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-10, MAESTRO-L4, NIST-AI-RMF-MEASURE-2.4, ISO-42001-A.7.5]
label contains "discovered" if discovers

messages := {
	"read_then_egress": "another session of the task has read sensitive data, and the call would send something out",
	"untrusted_then_execute": "the task has read text that outsiders can write, and now code would run",
	"write_then_execute": "a file would run that the task has written",
	"discover_then_privilege": "the task has looked for rights or hosts, and now rights would be given or secrets read",
	"payments_split": "with this call the sum of a day takes an approval, though no single amount does",
	"exports_many": "the session has exported unusually often or unusually much within an hour",
}

found["read_then_egress"] if {
	some level in {"read:confidential", "read:restricted"}
	level in task_labels
	some effect in action.effects
	"egress" in effect.traits
	some destination in effect.destinations
	not tenant.owns(destination)
}

found["untrusted_then_execute"] if {
	"untrusted_input" in known_labels
	executes
	not intent.lifted
}

found["write_then_execute"] if {
	runs_what_was_written
	not intent.lifted
}

found["discover_then_privilege"] if {
	"discovered" in known_labels
	gains
	not intent.lifted
}

found["payments_split"] if {
	some effect in action.effects
	"spends" in effect.traits
	amount := input.action.amount
	limit := to_number(data.settings.approval.amounts[amount.currency])
	to_number(amount.value) < limit
	some before in spent_before(amount.currency)
	before > 0
	before + to_number(amount.value) >= limit
}

found["exports_many"] if {
	exports
	exported_before >= data.settings.chains.exports_an_hour
}

found["exports_many"] if {
	exports
	records_before + input.action.count > data.settings.chains.records_an_hour
}

own_labels contains label if some label in input.session.labels

task_labels contains label if some label in input.task.labels

known_labels := own_labels | task_labels

approved(name) if not treatment(name) in {"block", "warn", "ignore"}

treatment(name) := object.get(data.settings, ["chains", name], "approve")

executes if {
	some effect in action.effects
	"executes" in effect.traits
	effect.tier == "privileged"
}

runs_what_was_written if {
	some effect in action.effects
	effect.verb in {"code.run", "process.exec", "process.schedule"}
	some name in {digest(effect.resource.uri), "many"}
	concat("", ["wrote:", name]) in known_labels
}

gains if {
	some effect in action.effects
	"grants_access" in effect.traits
}

gains if {
	some effect in action.effects
	effect.verb in {"secret.read", "secret.rotate"}
}

discovers if {
	some effect in action.effects
	effect.verb in data.settings.chains.discovery_verbs
}

discovers if {
	some signal in input.facts.signals
	endswith(signal.code, ".discovery")
}

spent_before(currency) := {to_number(spent) |
	some done in [spent_in_session, spent_in_task]
	spent := done[currency]
}

# A look-up in all of the input would be for the bundle's manifest a policy that reads everything.
default spent_in_session := {}

spent_in_session := input.session.windows.day.spent

default spent_in_task := {}

spent_in_task := input.task.spent

default records_before := 0

records_before := input.session.windows.hour.records

exports if {
	some effect in action.effects
	effect.verb in data.settings.chains.export_verbs
}

exported_before := sum([times |
	some verb in data.settings.chains.export_verbs
	times := input.session.windows.hour.by_verb[verb]
])

written_label(uri) := concat("", ["wrote:", digest(uri)]) if {
	count(written) < most_written
} else := "wrote:many"

written contains label if {
	some label in own_labels
	startswith(label, "wrote:")
}

# Sessions keep 256 labels; what labels by value leaves room for the others.
most_written := 64

digest(uri) := substring(crypto.sha256(uri), 0, 16)

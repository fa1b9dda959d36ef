# METADATA
# title: Change windows
# description: |
#   Production changes in its windows. Outside of them a person on call says yes; in a freeze nothing changes, unless
#   there is an incident.
package policy.change_window

import data.writ.action
import data.writ.reasons

# METADATA
# title: change_frozen
# description: The call would change production during a freeze, and belongs to no incident.
# custom:
#   controls: [OWASP-ASI-08, MAESTRO-L4, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.6.2.6]
block contains reason if {
	changes_production
	not incident
	some freeze in data.settings.change_window.freezes
	input.now >= freeze.from
	input.now < freeze.until
	message := concat(" ", ["nothing changes during", reasons.name(freeze.name)])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: blast_radius
# description: One call would change more at once than a rollback can bring back.
# custom:
#   controls: [OWASP-ASI-08, MAESTRO-L4, NIST-AI-RMF-MANAGE-1.3, ISO-42001-A.6.2.6]
block contains reason if {
	changes_production
	input.action.count > data.settings.change_window.max_count
	reason := reasons.of(rego.metadata.rule(), "one call would change more than one change may")
}

changes_production if {
	input.environment in data.settings.change_window.environments
	some act in action.acts
	act.tier != "read_only"
	split(act.verb, ".")[0] in data.settings.change_window.domains
}

# Hours are those of the time zone in which people are at their desks.
in_window if {
	now := time.parse_rfc3339_ns(input.now)
	zone := data.settings.change_window.time_zone
	[hour, _, _] := time.clock([now, zone])
	some window in data.settings.change_window.windows
	time.weekday([now, zone]) in window.days
	hour >= window.from_hour
	hour < window.until_hour
}

# The intent of an incident is about it: its task is named after it.
incident if startswith(input.intent.task, "tsk_incident_")

# METADATA
# title: outside_change_window
# description: The call would change production outside of the windows.
# custom:
#   controls: [OWASP-ASI-08, OWASP-ASI-09, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	changes_production
	not in_window
	said := reasons.of(rego.metadata.rule(), "this is no time for changes, a person on call decides")
	reason := object.union(said, {"approval": {"approvers": ["role:on-call"], "expires_in_s": 600}})
}

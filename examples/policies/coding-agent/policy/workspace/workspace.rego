# METADATA
# title: Workspace
# description: A coding agent works in its checkout, installs from known registries, and leaves merging to people.
package policy.workspace

import data.writ.action
import data.writ.reasons

# METADATA
# title: written_outside_workspace
# description: A file outside of the folders in `context.workspace` would be changed.
# custom:
#   controls: [OWASP-ASI-02, OWASP-ASI-05, MAESTRO-L4, NIST-AI-RMF-MAP-1.1, ISO-42001-A.9.4]
block contains reason if {
	some file in input.facts.files
	file.access in {"append", "copy", "delete", "move", "permission", "write"}
	not file.place in {"device", "temporary", "workspace"}
	reason := reasons.of(rego.metadata.rule(), "a file outside of the workspace would be changed")
}

# METADATA
# title: host_not_for_builds
# description: The call would reach a host that is not among those which builds need.
# custom:
#   controls: [OWASP-ASI-04, OWASP-LLM-03, MAESTRO-L7, NIST-AI-RMF-MANAGE-3.1, ISO-42001-A.10.3]
require_approval contains reason if {
	some host in input.facts.hosts
	host.access != "mention"
	not known(host.host)
	message := concat(" ", [reasons.name(host.host), "is not among the hosts that builds need"])
	reason := reasons.of(rego.metadata.rule(), message)
}

# METADATA
# title: merge_is_for_people
# description: What reaches the protected branches goes through a review.
# custom:
#   controls: [OWASP-ASI-09, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MAP-3.5, ISO-42001-A.9.2]
require_approval contains reason if {
	some act in action.acts
	act.verb in {"repo.merge", "repo.release"}
	said := reasons.of(rego.metadata.rule(), concat(" ", [act.verb, "takes a maintainer's yes"]))
	reason := object.union(said, {"approval": {"approvers": ["role:maintainer"]}})
}

# METADATA
# title: Programs run without the network
# custom:
#   controls: [OWASP-ASI-05, MAESTRO-L4, NIST-AI-RMF-MANAGE-2.4, ISO-42001-A.9.4]
oblige contains {"type": "sandbox", "network": "none", "fulfillment": "advisory"} if {
	not reaches_out
	some act in action.acts
	act.verb == "code.run"
}

reaches_out if {
	some host in input.facts.hosts
	host.access != "mention"
}

known(host) if host in data.settings.coding.hosts

known(host) if {
	some name in data.settings.coding.hosts
	endswith(host, concat("", [".", name]))
}

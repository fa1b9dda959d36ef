# METADATA
# title: Certification
# description: The required fixture of the AuthZEN certification scenario, section "Required Policy Behaviour".
package policy.certification

asked := input.arguments

known if {
	some user in data.authzen.subjects.user
	user.id == asked.subject.id
}

alice if {
	asked.subject.type == "user"
	asked.subject.id == "alice"
}

archived if asked.resource.properties.status == "archived"

allow contains {"code": "read"} if {
	asked.action.name == "read"
	known
}

allow contains {"code": "write"} if {
	asked.action.name == "write"
	alice
	not archived
}

allow contains {"code": "admin"} if {
	asked.action.name == "write"
	known
	asked.subject.properties.role == "admin"
}

allow contains {"code": "soft_delete"} if {
	asked.action.name == "delete"
	alice
	asked.action.properties.soft == true
}

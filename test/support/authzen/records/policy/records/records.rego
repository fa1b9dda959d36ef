# METADATA
# title: Records
# description: |
#   The interop scenarios "Search" and "IdP" of the AuthZEN working group: who may view, edit and delete which record. Users and
#   records are the candidates of searches.
package policy.records

asked := input.arguments

user := it.properties if {
	some it in data.authzen.subjects[asked.subject.type]
	it.id == asked.subject.id
}

record := it.properties if {
	some it in data.authzen.resources[asked.resource.type]
	it.id == asked.resource.id
}

owns if record.owner == asked.subject.id

manages if user.role == "manager"

same_department if user.department == record.department

allow contains {"code": "own"} if {
	user
	asked.action.name in {"view", "edit", "delete"}
	owns
}

allow contains {"code": "own_department"} if {
	asked.action.name == "view"
	same_department
}

allow contains {"code": "manager"} if {
	asked.action.name == "view"
	record
	manages
}

allow contains {"code": "manager_of_department"} if {
	asked.action.name == "edit"
	manages
	same_department
}

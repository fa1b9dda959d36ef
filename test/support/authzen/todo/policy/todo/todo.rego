# METADATA
# title: Todo
# description: |
#   The interop scenarios "Todo 1.0" and "API gateway" of the AuthZEN working group: roles by user, and what each may do.
package policy.todo

asked := input.arguments

user := data.users[asked.subject.id]

may_write if {
	some role in user.roles
	role in {"admin", "editor", "evil_genius"}
}

owns if asked.resource.properties.ownerID == user.email

allow contains {"code": "read"} if {
	user
	asked.action.name in {"can_read_user", "can_read_todos", "GET"}
}

allow contains {"code": "create"} if {
	asked.action.name == "can_create_todo"
	some role in user.roles
	role in {"admin", "editor"}
}

allow contains {"code": "update_any"} if {
	asked.action.name == "can_update_todo"
	"evil_genius" in user.roles
}

allow contains {"code": "change_own"} if {
	asked.action.name in {"can_update_todo", "can_delete_todo"}
	some role in user.roles
	role in {"admin", "editor"}
	owns
}

allow contains {"code": "delete_any"} if {
	asked.action.name == "can_delete_todo"
	"admin" in user.roles
}

allow contains {"code": "write_route"} if {
	asked.resource.type == "route"
	asked.action.name in {"POST", "PUT", "DELETE"}
	regex.match(`^/todos(/|$)`, asked.resource.id)
	may_write
}

# As Writ asks.
package writ.main

import rego.v1

decision := {"effect": "allow", "reasons": [{"code": "granted", "message": "the agent has a grant"}]} if {
	data.rbac.allowed(input.agent.id, input.action.tool.name, input.arguments)
} else := {"effect": "block", "reasons": [{"code": "not_granted", "message": "the agent has no grant"}]}

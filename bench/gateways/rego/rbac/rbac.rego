# The one decision that both servers are asked for: whether one of the agent's grants has the tool and the owner.
package rbac

import rego.v1

allowed(agent, tool, args) if {
	some grant in data.grants[agent]
	grant.tool == tool
	args.owner in grant.owners
}

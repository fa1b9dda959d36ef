# METADATA
# title: Identity
# description: Whose word counts, and what the registry knows of the agent.
package writ.identity

# METADATA
# description: |
#   Whether an agent or intent is proven, or stated in a way that the settings accept in this environment.
proven_enough(claim) if {
	claim.verified == true
} else if input.environment in data.settings.identity.accept_unverified[claim.method]

# METADATA
# description: Whether the agent is.
proven if proven_enough(input.agent)

# METADATA
# description: What is registered of the agent; undefined for an agent that is not.
registration := data.agents[input.agent.id]

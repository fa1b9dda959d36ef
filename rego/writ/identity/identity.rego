# METADATA
# title: Identity
# description: Whose word counts, and what the registry knows of the agent and of those for whom it acts.
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
# description: |
#   What is registered of the agent, field by field what the API's registration says, else the bundle's; undefined for
#   an agent that is not registered.
registration := merged(input.agent, input.agent.id)

# METADATA
# description: The same for one of those for whom the agent acts, by its id.
registration_of(delegate) := merged(member, delegate) if {
	some member in input.agent.chain
	member.id == delegate
} else := declared(delegate)

# METADATA
# description: The agents for which the agent acts, by id. People in the chain are none.
delegates contains id if {
	some id in input.agent.delegation
	not person(id)
}

# METADATA
# scope: document
# description: |
#   All of whom each has to be allowed what the call would do: the agent and those for which it acts, as far as they are
#   registered, each with its `id` and `registration`.
authorities contains {"id": input.agent.id, "registration": registration}

authorities contains {"id": id, "registration": registration_of(id)} if some id in delegates

# METADATA
# description: All that is said of the status of an agent, by its id; who is registered without one may not act.
statuses_of(id) := (registered | ordered) | bundled if {
	registered := {object.get(it, "status", "without a status") | it := entry(id)}
	ordered := {it.status | some it in known; it.id == id}
	bundled := {it.status | it := declared(id)}
}

entry(id) := registration if {
	id == input.agent.id
} else := registration_of(id)

known := array.concat([input.agent], object.get(input.agent, "chain", []))

merged(subject, id) := object.union(beneath, stated) if {
	stated := object.union(subject.registration, {"status": subject.status})
	beneath := object.remove(declared_or_nothing(id), object.keys(stated))
} else := declared(id)

declared(id) := it if {
	it := data.agents[id]
	is_object(it)
}

declared_or_nothing(id) := it if {
	it := declared(id)
} else := {}

person(id) if {
	some prefix in data.settings.delegation.people
	startswith(id, prefix)
}

# METADATA
# title: Reasons
# description: |
#   What rules of policy.* say. The code is the title of the rule's METADATA and the controls are its custom.controls:
#   what is documented and what is answered are one text.
package writ.reasons

# METADATA
# description: The reason of the rule with this METADATA (`rego.metadata.rule()`).
of(metadata, message) := {
	"code": metadata.title,
	"message": message,
	"controls": metadata.custom.controls,
}

# METADATA
# description: How a message names a destination; a URL by its host, because its path and query may hold secrets.
destination(it) := it.domain if {
	it.kind == "url"
} else := name(it.value)

# METADATA
# description: How a message names a thing, however long its name is.
name(value) := value if {
	count(value) <= longest_name
} else := concat("", [substring(value, 0, longest_name), "…"])

longest_name := 100

# METADATA
# title: Tenant
# description: What belongs to the tenant itself.
package writ.tenant

# METADATA
# description: Whether a destination is the tenant's own, by its kind or by its domain.
owns(destination) if {
	destination.kind in data.settings.tenant_kinds
} else if {
	destination.domain in data.settings.tenant_domains
} else if {
	some domain in data.settings.tenant_domains
	endswith(destination.domain, concat("", [".", domain]))
}

# As opa-envoy-plugin asks.
package envoy.authz

import rego.v1

default allow := false

allow if {
	input.parsed_body.method == "tools/call"
	params := input.parsed_body.params
	data.rbac.allowed(input.attributes.request.http.headers["x-writ-agent"], params.name, params.arguments)
}

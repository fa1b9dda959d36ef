package policy.change_window_test

import data.writ.testing_test as testing

# 2026-11-17 is a Tuesday; Berlin is one hour ahead of UTC in November, two in July.
at(now) := {
	"/now": now,
	"/environment": "production",
	"/agent/verified": true,
	"/intent/verified": true,
	"/intent/expires_at": "2027-12-31T00:00:00.000Z",
	"/intent/allows": [{"verb": "infra.*", "max_tier": "privileged"}],
	"/action/verb": "infra.update",
	"/action/tier": "privileged",
	"/action/traits": ["writes"],
	"/action/resource": {"type": "deployment", "uri": "k8s:shop/Deployment/web"},
}

registry := {"agent:refunds": {"status": "active", "owner": "team-platform"}}

cases := {
	"on a Tuesday morning": {"given": at("2026-11-17T09:00:00.000Z"), "effect": "allow"},
	"the first minute": {"given": at("2026-11-17T08:00:00.000Z"), "effect": "allow"},
	"a minute before": {
		"given": at("2026-11-17T07:59:59.999Z"),
		"effect": "block",
		"codes": {"outside_change_window"},
	},
	"summer time": {"given": at("2026-07-14T07:00:00.000Z"), "effect": "allow"},
	"when the window is over": {
		"given": at("2026-11-17T15:00:00.000Z"),
		"effect": "block",
		"codes": {"outside_change_window"},
	},
	"on a Saturday": {
		"given": at("2026-11-21T10:00:00.000Z"),
		"effect": "block",
		"codes": {"outside_change_window"},
	},
	"with a yes from who is on call": {
		"given": object.union(at("2026-11-21T10:00:00.000Z"), {"/approval": {"id": "apr_1"}}),
		"effect": "allow",
	},
	"in the freeze": {"given": at("2026-12-22T10:00:00.000Z"), "effect": "block", "codes": {"change_frozen"}},
	"an incident in the freeze": {
		"given": object.union(at("2026-12-22T10:00:00.000Z"), {"/intent/task": "tsk_incident_42"}),
		"effect": "allow",
	},
	"the moment after the freeze is in no window": {
		"given": at("2027-01-02T00:00:00.000Z"),
		"effect": "block",
		"codes": {"outside_change_window"},
	},
	"a test environment has no windows": {
		"given": object.union(at("2026-11-21T10:00:00.000Z"), {"/environment": "test"}),
		"effect": "allow",
	},
	"who only looks needs no window": {
		"given": object.union(
			at("2026-11-21T10:00:00.000Z"),
			{"/action/verb": "infra.read", "/action/tier": "read_only", "/action/traits": ["reads"]},
		),
		"effect": "allow",
	},
	"too much at once": {
		"given": object.union(at("2026-11-17T09:00:00.000Z"), {"/action/count": 11}),
		"effect": "block",
		"codes": {"blast_radius"},
	},
}

test_windows[name] if {
	some name, case in cases
	testing.as_expected(object.union(case, {"agents": registry}))
}

test_whom_to_ask if {
	case := {"given": at("2026-11-21T10:00:00.000Z"), "agents": registry}
	asked := testing.decision(case).approval
	asked.approvers == ["role:on-call"]
	asked.expires_in_s == 600
	asked.template == "this_action"
}

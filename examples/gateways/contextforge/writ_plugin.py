"""A plugin of ContextForge that asks Writ before a tool runs, by the resolvers that its framework (cpex) ships."""

from cpex.framework import Plugin, PluginViolation
from cpex.framework.hooks.tools import ToolPreInvokeResult
from cpex.framework.pdp.authzen import AuthZenResolver
from cpex.framework.pdp.base import PdpError
from cpex.framework.pdp.opa import OpaResolver

RESOLVERS = {"opa": OpaResolver, "authzen": AuthZenResolver}


class WritPlugin(Plugin):
    """Whatever is not a yes of Writ is a violation: the tool does not run."""

    def __init__(self, config):
        super().__init__(config)
        settings = config.config
        with open(settings["token_file"], encoding="utf-8") as file:
            headers = {"authorization": f"Bearer {file.read().strip()}"}
        resolver = RESOLVERS[settings["resolver"]]
        self._server = settings["server"]
        self._writ = resolver(settings["endpoint"], settings.get("timeout_ms", 500), headers, fail_open=False)

    async def tool_pre_invoke(self, payload, context, extensions=None):
        try:
            answer = await self._writ.resolve(self._question(payload, context.global_context))
        except PdpError as error:
            return denied("WRIT_UNAVAILABLE", str(error))
        if answer.allowed is True:
            return ToolPreInvokeResult()
        return denied("WRIT_DENIED", answer.reason or "the policy does not allow this")

    def _question(self, payload, known):
        user = known.user if isinstance(known.user, str) else (known.user or {}).get("email", "")
        return {
            "subject": {"type": "user", "id": user},
            "action": "tools/call",
            "server": self._server,
            "tool": payload.name,
            "args": payload.args or {},
        }

    async def shutdown(self):
        await self._writ.close()


def denied(code, reason):
    violation = PluginViolation(reason="Blocked by Writ", description=reason, code=code)
    return ToolPreInvokeResult(continue_processing=False, violation=violation)

-- Asks Writ about a request with its body, and lets it go on only when the answer is 200 and says so.
local URL = assert(os.getenv("WRIT_URL"), "WRIT_URL is not set") .. "/authz/forward/"
local SECRET = assert(os.getenv("WRIT_SECRET"), "WRIT_SECRET is not set")
local TIMEOUT_MS = 2000

-- Not the client's to say, or about its own connection.
local WITHHELD = {
  ["connection"] = true, ["content-length"] = true, ["expect"] = true, ["host"] = true, ["keep-alive"] = true, ["te"] = true,
  ["transfer-encoding"] = true, ["upgrade"] = true, ["x-forwarded-client-cert"] = true, ["x-writ-agent"] = true,
  ["x-writ-session"] = true,
}
local SAID = { "decision-id", "effect", "reasons", "obligations", "approval", "grant" }

local function first(headers, name)
  return headers[name] and headers[name][0] or ""
end

local function deny(txn, status, kind, body, challenge)
  local reply = txn:reply({ status = status })
  reply:add_header("content-type", kind ~= "" and kind or "text/plain")
  reply:add_header("cache-control", "no-store")
  if challenge ~= "" then reply:add_header("www-authenticate", challenge) end
  reply:set_body(body)
  txn:done(reply)
end

core.register_action("writ", { "http-req" }, function(txn, server)
  local shown, asked = txn.http:req_get_headers(), {}
  for name, values in pairs(shown) do
    if not WITHHELD[name] then
      asked[name] = {}
      for at = 0, #values do asked[name][at + 1] = values[at] end
    end
  end
  asked["x-writ-authorization"] = { "Bearer " .. SECRET }
  asked["x-forwarded-method"] = { txn.f:method() }
  -- Of what goes over a connection that becomes another one, nobody sees anything: Writ has to know.
  local plain, secure = "http", "https"
  if shown["upgrade"] then plain, secure = "ws", "wss" end
  asked["x-forwarded-proto"] = { txn.f:ssl_fc() == 1 and secure or plain }
  asked["x-forwarded-host"] = { first(shown, "host") }
  asked["x-forwarded-uri"] = { txn.f:pathq() }

  local body = txn.f:req_body() or ""
  -- Of a body without a length, nobody here can tell whether this is all.
  if not shown["content-length"] and (shown["transfer-encoding"] or #body > 0) then
    return deny(txn, 411, "", "the request has to say its length", "")
  end
  if shown["content-length"] and first(shown, "content-length") ~= tostring(#body) then
    return deny(txn, 413, "", "the request is too large to be judged", "")
  end

  local answer = core.httpclient():post({ url = URL .. server, headers = asked, body = body, timeout = TIMEOUT_MS })
  local headers = answer and answer.headers or {}
  local effect = first(headers, "x-writ-effect")
  if answer and answer.status == 200 and (effect == "allow" or effect == "warn") then
    for _, name in ipairs(SAID) do
      txn:set_var("txn.writ_" .. name:gsub("-", "_"), first(headers, "x-writ-" .. name))
    end
    return
  end
  local status = answer and answer.status or 0
  if status < 400 or status > 599 then return deny(txn, 503, "", "Writ cannot be asked", "") end
  deny(txn, status, first(headers, "content-type"), answer.body or "", first(headers, "www-authenticate"))
end, 1)

-- Asks Writ about a request, without its body, and lets it go on only when the answer is 200 and says so.
local http = require("socket.http")
local ltn12 = require("ltn12")

local URL = assert(os.getenv("WRIT_URL"), "WRIT_URL is not set") .. "/authz/forward/"
local SECRET = assert(os.getenv("WRIT_SECRET"), "WRIT_SECRET is not set")
local SERVER = "github"
http.TIMEOUT = 2

-- Not the client's to say, or about its own connection.
local WITHHELD = {
  ["connection"] = true, ["content-length"] = true, ["expect"] = true, ["host"] = true, ["keep-alive"] = true, ["te"] = true,
  ["transfer-encoding"] = true, ["upgrade"] = true, ["x-forwarded-client-cert"] = true, ["x-writ-agent"] = true,
  ["x-writ-session"] = true,
}
local SAID = { "decision-id", "effect", "reasons", "obligations", "approval", "grant" }

function authorize(r)
  local asked = {}
  for name, value in pairs(r:headers_in_table()) do
    if not WITHHELD[name:lower()] then asked[name:lower()] = value end
  end
  asked["x-writ-authorization"] = "Bearer " .. SECRET
  asked["x-forwarded-method"] = r.method
  asked["x-forwarded-proto"] = r.is_https and "https" or "http"
  asked["x-forwarded-host"] = r.headers_in["Host"] or ""
  asked["x-forwarded-uri"] = r.unparsed_uri

  local body = {}
  local ok, status, said = http.request({
    url = URL .. SERVER, method = "GET", headers = asked, sink = ltn12.sink.table(body), redirect = false,
  })
  local effect = ok and said["x-writ-effect"]
  if ok and status == 200 and (effect == "allow" or effect == "warn") then
    for _, name in ipairs(SAID) do
      r.headers_in["X-Writ-" .. name] = said["x-writ-" .. name] or ""
    end
    return apache2.OK
  end
  if not ok or status < 400 or status > 599 then return 503 end
  if said["www-authenticate"] then r.err_headers_out["WWW-Authenticate"] = said["www-authenticate"] end
  r.status = status
  r.content_type = said["content-type"] or "text/plain"
  r:write(table.concat(body))
  return apache2.DONE
end

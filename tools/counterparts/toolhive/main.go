// Command toolhive puts ToolHive's own middlewares before an MCP server: its webhooks, its parser and its HTTP authorizer, of its own
// library. Usage: toolhive <configuration, JSON>. It prints the address that it listens on, and ends when its standard input does.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"

	"github.com/stacklok/toolhive/pkg/auth"
	"github.com/stacklok/toolhive/pkg/authz"
	"github.com/stacklok/toolhive/pkg/authz/authorizers"
	_ "github.com/stacklok/toolhive/pkg/authz/authorizers/http"
	"github.com/stacklok/toolhive/pkg/mcp"
	"github.com/stacklok/toolhive/pkg/transport/types"
	"github.com/stacklok/toolhive/pkg/webhook/mutating"
	"github.com/stacklok/toolhive/pkg/webhook/validating"
)

type configuration struct {
	Upstream string `json:"upstream"`
	Server   string `json:"server"`
	// What a token would have said; nil for nobody.
	Claims map[string]any `json:"claims"`
	// ToolHive's own configurations; each absent where it is not used.
	Authorizer json.RawMessage `json:"authorizer"`
	Validating json.RawMessage `json:"validating"`
	Mutating   json.RawMessage `json:"mutating"`
}

// The part of ToolHive's runner that its middlewares register with.
type chain struct {
	types.MiddlewareRunner
	handlers []types.MiddlewareFunction
}

func (c *chain) AddMiddleware(_ string, middleware types.Middleware) {
	c.handlers = append(c.handlers, middleware.Handler())
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: toolhive <configuration, JSON>")
	}
	handler, err := build([]byte(os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	go func() { log.Fatal(http.Serve(listener, handler)) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func build(text []byte) (http.Handler, error) {
	var config configuration
	if err := json.Unmarshal(text, &config); err != nil {
		return nil, err
	}
	target, err := url.Parse(config.Upstream)
	if err != nil {
		return nil, err
	}
	var handler http.Handler = httputil.NewSingleHostReverseProxy(target)
	if config.Authorizer != nil {
		authorizer, err := authorizers.GetFactory("httpv1").CreateAuthorizer(config.Authorizer, config.Server)
		if err != nil {
			return nil, err
		}
		handler = authz.Middleware(authorizer, handler, nil)
	}
	// Inside out: as ToolHive's runner orders them, mutating webhooks are asked before validating ones.
	for _, webhooks := range []struct {
		parameters json.RawMessage
		create     func(*types.MiddlewareConfig, types.MiddlewareRunner) error
	}{{config.Validating, validating.CreateMiddleware}, {config.Mutating, mutating.CreateMiddleware}} {
		if webhooks.parameters == nil {
			continue
		}
		var made chain
		if err := webhooks.create(&types.MiddlewareConfig{Parameters: webhooks.parameters}, &made); err != nil {
			return nil, err
		}
		handler = made.handlers[0](handler)
	}
	return identified(config.Claims, mcp.ParsingMiddleware(handler)), nil
}

// What ToolHive's authentication does with a token that it has verified.
func identified(claims map[string]any, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subject, ok := claims["sub"].(string); ok {
			identity := &auth.Identity{PrincipalInfo: auth.PrincipalInfo{Subject: subject, Claims: claims}}
			r = r.WithContext(auth.WithIdentity(r.Context(), identity))
		}
		next.ServeHTTP(w, r)
	})
}

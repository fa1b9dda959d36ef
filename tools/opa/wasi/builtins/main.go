// Command builtins is OPA's own builtins as a WASI reactor: a module that Writ calls from within an evaluation, for what has
// no implementation in TypeScript, and with which it compares what has one.
//
// A request is text: the builtin's name, a line feed, the time in nanoseconds since 1970 (the same all through an
// evaluation), a line feed, and an array of arguments in Rego's syntax of values. An answer is one byte that says what it is
// and then text: a value, or a message.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"strings"
	"unsafe"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
	"github.com/open-policy-agent/opa/v1/topdown/cache"
)

const (
	answerValue     = 'v'
	answerUndefined = 'u'
	// The builtin failed, as builtins do for arguments that they have no result for.
	answerError = 'e'
	// Something failed that should not; what the module does from here on is not known.
	answerPanic = 'p'
)

// The host bounds the memory of the module; a collection earlier than that leaves room for one large call.
const (
	gcPercent   = 100
	memoryLimit = 96 << 20
	maxStack    = 32 << 20
)

// As many as OPA keeps of GraphQL's; of JSON's it keeps all.
const maxSchemas = 10

var (
	requestBuffer []byte
	answerBuffer  []byte
	// Compiled schemas are kept between calls, as by an OPA server. Nothing else is: what OPA keeps of tokens can change results.
	schemas      = newCache()
	capabilities = &ast.Capabilities{AllowNet: []string{}}
)

func main() {}

func newCache() cache.InterQueryValueCache {
	config, err := cache.ParseCachingConfig(nil)
	if err != nil {
		panic(err)
	}
	entries := maxSchemas
	config.InterQueryBuiltinValueCache.MaxNumEntries = &entries
	return cache.NewInterQueryValueCache(context.Background(), config)
}

func init() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	debug.SetMaxStack(maxStack)
}

// prepare gives room for a request of so many bytes.
//
//go:wasmexport prepare
func prepare(size uint32) unsafe.Pointer {
	if uint32(cap(requestBuffer)) < size {
		requestBuffer = make([]byte, size)
	}
	requestBuffer = requestBuffer[:size]
	return unsafe.Pointer(unsafe.SliceData(requestBuffer))
}

// call answers the request. The answer's address is in the upper half of the result, its length in the lower half.
//
//go:wasmexport call
func call() uint64 {
	answerBuffer = answer(requestBuffer, answerBuffer[:0])
	address := uintptr(unsafe.Pointer(unsafe.SliceData(answerBuffer)))
	return uint64(address)<<32 | uint64(len(answerBuffer))
}

func answer(text []byte, out []byte) (written []byte) {
	defer func() {
		if failure := recover(); failure != nil {
			written = fmt.Appendf([]byte{answerPanic}, "%v", failure)
		}
	}()
	asked, err := readRequest(text)
	if err != nil {
		return fmt.Appendf(append(out, answerPanic), "%v", err)
	}
	builtin := topdown.GetBuiltin(asked.name)
	if builtin == nil {
		return fmt.Appendf(append(out, answerPanic), "no builtin %s", asked.name)
	}
	var result ast.Value
	err = builtin(contextOf(asked), asked.args, func(term *ast.Term) error {
		result = term.Value
		return nil
	})
	if err != nil {
		return append(append(out, answerError), err.Error()...)
	}
	if result == nil {
		return append(out, answerUndefined)
	}
	out, err = appendValue(append(out, answerValue), result)
	if err != nil {
		return append(append(out[:0], answerError), err.Error()...)
	}
	return out
}

func contextOf(asked request) topdown.BuiltinContext {
	bctx := topdown.BuiltinContext{
		Context:      context.Background(),
		Cancel:       topdown.NewCancel(),
		Seed:         &counter{},
		Time:         ast.NewTerm(ast.Number(asked.now)),
		Runtime:      ast.ObjectTerm(),
		Cache:        builtins.Cache{},
		Capabilities: capabilities,
	}
	if asked.name == ast.JSONMatchSchema.Name || strings.HasPrefix(asked.name, "graphql.") {
		bctx.InterQueryBuiltinValueCache = schemas
	}
	return bctx
}

// counter stands for a source of randomness: builtins that draw from it are not offered.
type counter struct{ next uint64 }

func (c *counter) Read(p []byte) (int, error) {
	for at := range p {
		var word [8]byte
		binary.BigEndian.PutUint64(word[:], c.next)
		p[at] = word[7]
		c.next++
	}
	return len(p), nil
}

package main

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

var errNoText = errors.New("the result has bytes that are no text")

// appendValue writes what Writ and OPA's WebAssembly read, which Value.String does not: Go quotes strings otherwise.
func appendValue(out []byte, value ast.Value) ([]byte, error) {
	switch value := value.(type) {
	case ast.Null:
		return append(out, "null"...), nil
	case ast.Boolean:
		return fmt.Append(out, bool(value)), nil
	case ast.Number:
		return append(out, value...), nil
	case ast.String:
		return appendString(out, string(value))
	case *ast.Array:
		return appendTerms(append(out, '['), ']', value.Foreach)
	case ast.Set:
		if value.Len() == 0 {
			return append(out, "set()"...), nil
		}
		return appendTerms(append(out, '{'), '}', value.Foreach)
	case ast.Object:
		return appendObject(out, value)
	}
	return out, fmt.Errorf("the result is no value but %T", value)
}

func appendTerms(out []byte, end byte, foreach func(func(*ast.Term))) ([]byte, error) {
	var failed error
	first := true
	foreach(func(term *ast.Term) {
		if failed != nil {
			return
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out, failed = appendValue(out, term.Value)
	})
	return append(out, end), failed
}

func appendObject(out []byte, object ast.Object) ([]byte, error) {
	out = append(out, '{')
	for at, key := range object.Keys() {
		if at > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = appendValue(out, key.Value); err != nil {
			return out, err
		}
		if out, err = appendValue(append(out, ':'), object.Get(key).Value); err != nil {
			return out, err
		}
	}
	return append(out, '}'), nil
}

const hexDigits = "0123456789abcdef"

func appendString(out []byte, text string) ([]byte, error) {
	if !utf8.ValidString(text) {
		return out, errNoText
	}
	out = append(out, '"')
	for _, c := range []byte(text) {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < 0x20:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"'), nil
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Deeper values are refused, as the host refuses them.
const maxDepth = 2000

type request struct {
	name string
	now  string
	args []*ast.Term
}

func readRequest(text []byte) (request, error) {
	name, rest, found := bytes.Cut(text, []byte("\n"))
	now, args, foundArgs := bytes.Cut(rest, []byte("\n"))
	if !found || !foundArgs {
		return request{}, errors.New("a request has three parts")
	}
	// The values outlive the buffer: caches keep them.
	r := reader{text: string(args)}
	value, err := r.value(0)
	if err != nil {
		return request{}, err
	}
	list, ok := value.(*ast.Array)
	if !ok || r.rest() != "" {
		return request{}, errors.New("arguments are one array")
	}
	terms := make([]*ast.Term, 0, list.Len())
	list.Foreach(func(term *ast.Term) { terms = append(terms, term) })
	return request{string(name), string(now), terms}, nil
}

var errNoValue = errors.New("no value")

// reader reads what Writ and OPA's WebAssembly write: JSON, and sets, and objects with whatever keys.
type reader struct {
	text string
	at   int
}

func (r *reader) rest() string {
	return strings.TrimLeft(r.text[r.at:], " \t\r\n")
}

// peek is the next character that is no space, 0 at the end.
func (r *reader) peek() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (r *reader) take(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.at++
	return true
}

func (r *reader) word(word string) bool {
	if !strings.HasPrefix(r.text[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

func (r *reader) value(depth int) (ast.Value, error) {
	if depth > maxDepth {
		return nil, errors.New("a value is nested too deeply")
	}
	switch c := r.peek(); {
	case c == '"':
		return r.str()
	case c == '[':
		r.at++
		items, err := r.items(']', depth)
		return ast.NewArray(items...), err
	case c == '{':
		r.at++
		return r.objectOrSet(depth)
	case r.word("set()"):
		return ast.NewSet(), nil
	case r.word("null"):
		return ast.NullValue, nil
	case r.word("true"):
		return ast.Boolean(true), nil
	case r.word("false"):
		return ast.Boolean(false), nil
	}
	return r.number()
}

func (r *reader) term(depth int) (*ast.Term, error) {
	value, err := r.value(depth + 1)
	return ast.NewTerm(value), err
}

func (r *reader) items(end byte, depth int) ([]*ast.Term, error) {
	var items []*ast.Term
	if r.take(end) {
		return items, nil
	}
	for {
		item, err := r.term(depth)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if r.take(end) {
			return items, nil
		}
		if !r.take(',') {
			return nil, errNoValue
		}
	}
}

func (r *reader) objectOrSet(depth int) (ast.Value, error) {
	if r.take('}') {
		return ast.NewObject(), nil
	}
	first, err := r.term(depth)
	if err != nil {
		return nil, err
	}
	if !r.take(':') {
		return r.setFrom(first, depth)
	}
	object := ast.NewObject()
	for key := first; ; {
		value, err := r.term(depth)
		if err != nil {
			return nil, err
		}
		object.Insert(key, value)
		if r.take('}') {
			return object, nil
		}
		if !r.take(',') {
			return nil, errNoValue
		}
		if key, err = r.term(depth); err != nil {
			return nil, err
		}
		if !r.take(':') {
			return nil, errNoValue
		}
	}
}

func (r *reader) setFrom(first *ast.Term, depth int) (ast.Value, error) {
	if r.take('}') {
		return ast.NewSet(first), nil
	}
	if !r.take(',') {
		return nil, errNoValue
	}
	items, err := r.items('}', depth)
	if err != nil {
		return nil, err
	}
	return ast.NewSet(append(items, first)...), nil
}

func (r *reader) str() (ast.Value, error) {
	start := r.at
	for r.at++; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case '"':
			r.at++
			return unquote(r.text[start:r.at])
		}
	}
	return nil, errNoValue
}

func unquote(quoted string) (ast.Value, error) {
	if !strings.Contains(quoted, `\`) {
		return ast.String(quoted[1 : len(quoted)-1]), nil
	}
	var text string
	err := json.Unmarshal([]byte(quoted), &text)
	return ast.String(text), err
}

func (r *reader) number() (ast.Value, error) {
	start := r.at
	for r.at < len(r.text) && strings.IndexByte("0123456789.eE+-", r.text[r.at]) >= 0 {
		r.at++
	}
	if start == r.at {
		return nil, errNoValue
	}
	return ast.Number(r.text[start:r.at]), nil
}

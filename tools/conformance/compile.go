// Compiles OPA's compliance cases, each with its query as the entrypoint, and streams them to standard output: for each
// case one line of JSON, then as many bytes of WebAssembly as the line says.
//
// Usage: compile TESTDATA [FOLDER...], where TESTDATA is v1/test/cases/testdata/v1 of the OPA module in go.mod. Without
// folders, all of them.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/types"
)

// header is what runs and judges a case. Input is a term in Rego's syntax, because inputs may hold sets; Data and
// WantResult are texts of JSON, because numbers keep their digits in them.
type header struct {
	Note         string            `json:"note"`
	Folder       string            `json:"folder"`
	Data         string            `json:"data,omitempty"`
	Input        *string           `json:"input,omitempty"`
	WantDefined  *bool             `json:"want_defined,omitempty"`
	WantResult   string            `json:"want_result,omitempty"`
	WantError    *string           `json:"want_error,omitempty"`
	StrictError  bool              `json:"strict_error,omitempty"`
	SortBindings bool              `json:"sort_bindings,omitempty"`
	Env          map[string]string `json:"env,omitempty"`
	CompileError string            `json:"compile_error,omitempty"`
	WasmBytes    int               `json:"wasm_bytes"`
}

func main() {
	// A builtin that OPA's own test runners add.
	rego.RegisterBuiltin1(&rego.Function{
		Name: "test.sleep",
		Decl: types.NewFunction(types.Args(types.S), types.NewNull()),
	}, func(rego.BuiltinContext, *ast.Term) (*ast.Term, error) { return ast.NullTerm(), nil })
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := emitAll(out, os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func emitAll(out *bufio.Writer, testdata string, folders []string) error {
	if len(folders) == 0 {
		entries, err := os.ReadDir(testdata)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			folders = append(folders, entry.Name())
		}
	}
	for _, folder := range folders {
		set, err := cases.Load(filepath.Join(testdata, folder))
		if err != nil {
			return err
		}
		for _, tc := range set.Sorted().Cases {
			if err := emit(out, folder, tc); err != nil {
				return fmt.Errorf("%s: %w", tc.Note, err)
			}
		}
	}
	return out.Flush()
}

func emit(out *bufio.Writer, folder string, tc cases.TestCase) error {
	h := header{
		Note: tc.Note, Folder: folder,
		WantDefined: tc.WantDefined, WantError: tc.WantError,
		StrictError: tc.StrictError, SortBindings: tc.SortBindings, Env: tc.Env,
	}
	if tc.WantErrorCode != nil {
		h.WantError = tc.WantErrorCode
	}
	var err error
	if h.Input, err = inputOf(tc); err != nil {
		return err
	}
	if h.Data, err = textOf(tc.Data); err != nil {
		return err
	}
	if h.WantResult, err = textOf(tc.WantResult); err != nil {
		return err
	}
	wasm, err := compile(tc)
	if err != nil {
		h.CompileError = strings.TrimSpace(err.Error())
	}
	h.WasmBytes = len(wasm)
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		return err
	}
	_, err = out.Write(wasm)
	return err
}

func textOf[T any](value *T) (string, error) {
	if value == nil {
		return "", nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}

func inputOf(tc cases.TestCase) (*string, error) {
	if tc.InputTerm != nil {
		term, err := ast.ParseTerm(*tc.InputTerm)
		if err != nil {
			return nil, err
		}
		text := term.String()
		return &text, nil
	}
	if tc.Input == nil {
		return nil, nil
	}
	value, err := ast.InterfaceToValue(*tc.Input)
	if err != nil {
		return nil, err
	}
	text := value.String()
	return &text, nil
}

// compile does what OPA's own end-to-end test of its WASM runtime does.
func compile(tc cases.TestCase) ([]byte, error) {
	opts := []func(*rego.Rego){
		rego.Query(tc.Query),
		rego.SetRegoVersion(ast.RegoV1),
		rego.Capabilities(ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(tc.ExperimentalKeywords))),
	}
	for i, module := range tc.Modules {
		opts = append(opts, rego.Module(fmt.Sprintf("module-%d.rego", i), module))
	}
	result, err := rego.New(opts...).Compile(context.Background())
	if err != nil {
		return nil, err
	}
	return result.Bytes, nil
}

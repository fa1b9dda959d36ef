// Command opa is OPA's own command line, compiled to WASI (wasip1). tools/opa-wasm builds it with three files of OPA's
// cmd package replaced by those in _stubs.
package main

import (
	"errors"
	"os"
	"runtime/debug"

	"github.com/open-policy-agent/opa/cmd"
)

// gcPercent saves a tenth of the time of a long test run for 35 MB: WASI has one thread, so collecting is never free.
const gcPercent = 200

func main() {
	// Go has taken the working folder from it by now. A policy must not find what a native OPA's environment has not.
	_ = os.Unsetenv("PWD")
	debug.SetGCPercent(gcPercent)
	os.Exit(exitCode(cmd.RootCommand.Execute()))
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := errors.AsType[*cmd.ExitError](err); ok {
		return exit.Exit
	}
	return 1
}

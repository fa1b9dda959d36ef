// Command oidc judges an ID token as a relying party that uses coreos/go-oidc does: by discovery of the issuer.
//
//	oidc ISSUER AUDIENCE ALGORITHM... < token
//
// It prints the claims as JSON, or says on stderr what is wrong with the token and exits with 1.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Longer than this, no issuer on loopback takes to answer.
const timeout = 10 * time.Second

func main() {
	if err := judge(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: oidc ISSUER AUDIENCE ALGORITHM... < token")
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	provider, err := oidc.NewProvider(ctx, args[0])
	if err != nil {
		return err
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: args[1], SupportedSigningAlgs: args[2:]})
	token, err := verifier.Verify(ctx, strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	var claims json.RawMessage
	if err := token.Claims(&claims); err != nil {
		return err
	}
	_, err = fmt.Println(string(claims))
	return err
}

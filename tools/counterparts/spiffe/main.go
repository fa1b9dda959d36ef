// Command spiffe has go-spiffe judge SVIDs, and ask a Workload API. Usage:
//
//	spiffe verify             reads one question a line, JSON, and answers each with one line
//	spiffe workload <socket>  prints the X.509 and JWT bundles that the Workload API on this Unix socket gives
package main

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/spiffe/go-spiffe/v2/bundle/spiffebundle"
	"github.com/spiffe/go-spiffe/v2/spiffeid"
	"github.com/spiffe/go-spiffe/v2/svid/jwtsvid"
	"github.com/spiffe/go-spiffe/v2/svid/x509svid"
	"github.com/spiffe/go-spiffe/v2/workloadapi"
)

// A question: is this chain, or this token, one of the bundle's trust domain?
type question struct {
	TrustDomain string          `json:"trust_domain"`
	Bundle      json.RawMessage `json:"bundle"`
	Chain       [][]byte        `json:"chain"`
	Token       string          `json:"token"`
	Audience    []string        `json:"audience"`
}

type answer struct {
	ID    string `json:"id"`
	Error string `json:"error"`
}

const (
	maxQuestion = 16 << 20
	patience    = 10 * time.Second
)

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "verify":
		err = judge()
	case len(os.Args) == 3 && os.Args[1] == "workload":
		err = ask(os.Args[2])
	default:
		err = errors.New("usage: spiffe verify | spiffe workload <socket>")
	}
	if err != nil {
		log.Fatal(err)
	}
}

func judge() error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, maxQuestion)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		id, err := verify(asked)
		verdict := answer{ID: id}
		if err != nil {
			verdict = answer{Error: err.Error()}
		}
		if err := answers.Encode(verdict); err != nil {
			return err
		}
	}
	return lines.Err()
}

func verify(asked question) (string, error) {
	trustDomain, err := spiffeid.TrustDomainFromString(asked.TrustDomain)
	if err != nil {
		return "", err
	}
	bundle, err := spiffebundle.Parse(trustDomain, asked.Bundle)
	if err != nil {
		return "", err
	}
	if asked.Token != "" {
		svid, err := jwtsvid.ParseAndValidate(asked.Token, bundle, asked.Audience)
		if err != nil {
			return "", err
		}
		return svid.ID.String(), nil
	}
	id, _, err := x509svid.ParseAndVerify(asked.Chain, bundle)
	return id.String(), err
}

func ask(socket string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	client, err := workloadapi.New(ctx, workloadapi.WithAddr("unix://"+socket))
	if err != nil {
		return err
	}
	defer client.Close()
	certificates, err := client.FetchX509Bundles(ctx)
	if err != nil {
		return fmt.Errorf("X.509 bundles: %w", err)
	}
	tokens, err := client.FetchJWTBundles(ctx)
	if err != nil {
		return fmt.Errorf("JWT bundles: %w", err)
	}
	found := map[string]map[string]any{"x509": {}, "jwt": {}}
	for _, bundle := range certificates.Bundles() {
		found["x509"][bundle.TrustDomain().Name()] = raw(bundle.X509Authorities())
	}
	for _, bundle := range tokens.Bundles() {
		ids := []string{}
		for id := range bundle.JWTAuthorities() {
			ids = append(ids, id)
		}
		found["jwt"][bundle.TrustDomain().Name()] = ids
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}

func raw(certificates []*x509.Certificate) [][]byte {
	ders := [][]byte{}
	for _, certificate := range certificates {
		ders = append(ders, certificate.Raw)
	}
	return ders
}

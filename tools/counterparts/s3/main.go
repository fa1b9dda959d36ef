// Command s3 is Versity's S3 gateway over a folder: it verifies every request's signature. Usage: s3 <folder> <host:port>, with
// the one account's keys in S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: s3 <folder> <host:port>")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func serve(ctx context.Context, folder, listen string) error {
	// Attributes of objects beside them, not in extended attributes, which temporary file systems may lack.
	attributes := filepath.Join(filepath.Dir(folder), "attributes-of-"+filepath.Base(folder))
	if err := os.MkdirAll(attributes, 0o700); err != nil {
		return err
	}
	sidecar, err := meta.NewSideCar(attributes)
	if err != nil {
		return err
	}
	backend, err := posix.New(folder, sidecar, posix.PosixOpts{SideCarDir: attributes})
	if err != nil {
		return err
	}
	return embedgw.RunVersityGW(ctx, backend, &embedgw.Config{
		RootUserAccess:    os.Getenv("S3_ACCESS_KEY_ID"),
		RootUserSecret:    os.Getenv("S3_SECRET_ACCESS_KEY"),
		Ports:             []string{listen},
		MaxConnections:    100,
		MaxRequests:       50,
		MultipartMaxParts: 10000,
		Quiet:             true,
	})
}

// Command minio is MinIO's own command: its STS stands for AWS's, and verifies what it is shown.
package main

import (
	"os"

	minio "github.com/minio/minio/cmd"
)

func main() {
	minio.Main(os.Args)
}

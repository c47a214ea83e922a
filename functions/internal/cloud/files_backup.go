package cloud

import (
	"context"
	"fmt"
	"path"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Uploads returns the hashes of all files. Only who makes a backup may list
// the bucket.
func (f Files) Uploads(ctx context.Context) ([]string, error) {
	var hashes []string
	pages := s3.NewListObjectsV2Paginator(f.client, &s3.ListObjectsV2Input{Bucket: &f.bucket, Prefix: new("files/")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing uploads: %w", err)
		}
		for _, o := range page.Contents {
			hash := path.Base(*o.Key)
			if key, _, err := fileKey(hash); err == nil && key == *o.Key {
				hashes = append(hashes, hash)
			}
		}
	}
	return hashes, nil
}

package cloud

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"greenroom/functions/internal/table"
)

// stage is where one installation keeps things.
type stage struct {
	tables map[table.Space]string
	files  string // name of the bucket of uploads
}

// findStage finds the tables and the bucket that CloudFormation named for the
// stack greenroom-<stage>. What the environment names, as it does for functions,
// is not looked for.
func findStage(ctx context.Context, settings aws.Config, name string, getenv func(string) string) (stage, error) {
	if !regexp.MustCompile(`^[a-z][a-z0-9-]{0,19}$`).MatchString(name) {
		return stage{}, errors.New("a stage is a word in small letters, such as production")
	}
	s := stage{files: getenv("FILES_BUCKET"), tables: map[table.Space]string{
		table.Open: getenv("OPEN_TABLE"), table.Private: getenv("PRIVATE_TABLE")}}
	var err error
	if s.tables[table.Open] == "" {
		s.tables[table.Open], err = findTable(ctx, settings, "greenroom-"+name+"-OpenTable-")
	}
	if s.tables[table.Private] == "" && err == nil {
		s.tables[table.Private], err = findTable(ctx, settings, "greenroom-"+name+"-PrivateTable-")
	}
	if s.files == "" && err == nil {
		s.files, err = findBucket(ctx, settings, "greenroom-"+name+"-filesbucket-")
	}
	return s, err
}

func findTable(ctx context.Context, settings aws.Config, prefix string) (string, error) {
	var found []string
	pages := dynamodb.NewListTablesPaginator(dynamodb.NewFromConfig(settings), &dynamodb.ListTablesInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("listing tables: %w", err)
		}
		for _, name := range page.TableNames {
			if strings.HasPrefix(name, prefix) {
				found = append(found, name)
			}
		}
	}
	return only("table", prefix, found)
}

func findBucket(ctx context.Context, settings aws.Config, prefix string) (string, error) {
	var found []string
	pages := s3.NewListBucketsPaginator(s3.NewFromConfig(settings), &s3.ListBucketsInput{Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("listing buckets: %w", err)
		}
		for _, b := range page.Buckets {
			if strings.HasPrefix(*b.Name, prefix) {
				found = append(found, *b.Name)
			}
		}
	}
	return only("bucket", prefix, found)
}

func only(what, prefix string, found []string) (string, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	return "", fmt.Errorf("%d %ss are called %s…, one is wanted: name all three with OPEN_TABLE, PRIVATE_TABLE and FILES_BUCKET", len(found), what, prefix)
}

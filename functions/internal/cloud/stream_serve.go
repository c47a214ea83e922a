package cloud

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	words "greenroom/content"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
	"greenroom/site/generate"
)

// Publish runs the function that keeps the site in step with what is on
// record. It does not return.
func Publish() { start("publish", wirePublish) }

// Deliver runs the function that sends mail. It does not return.
func Deliver() { start("deliver", wireDeliver) }

func wirePublish(_ context.Context, p parts) (any, error) {
	today, err := buildDay(words.FS)
	if err != nil {
		return nil, err
	}
	p.aws.HTTPClient = manyLines(p.aws.HTTPClient)
	kept := NewDynamo(dynamodb.NewFromConfig(p.aws), map[table.Space]string{table.Open: p.OpenTable}, time.Now)
	dir, err := ownFolder(filepath.Join(os.TempDir(), "greenroom-publish"))
	if err != nil {
		return nil, err
	}
	bucket := Bucket{Client: s3.NewFromConfig(p.aws), Name: p.SiteBucket}
	lease := &publish.Lease{Table: table.Only(kept, table.Open), Owner: rand.Text(), Now: time.Now}
	return press{lease: lease, bucket: bucket, words: words.FS, today: today, baseURL: p.BaseURL, dir: dir, log: p.log}.stream().Handle, nil
}

// ownFolder makes a folder anew. On Lambda a program that was killed leaves what
// it had to the next one, and there is room for one large site only.
func ownFolder(dir string) (string, error) {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(filepath.Join(dir, waiting), 0o700)); err != nil {
		return "", fmt.Errorf("making folder for builds: %w", err)
	}
	return dir, nil
}

// Folders of a publisher's own.
const (
	cached  = "cache"
	waiting = "waiting"
)

// manyLines has a client keep a line open for each write that may be under way.
// The SDK's keeps ten to a host, and would dial and shake hands for each of the
// others.
func manyLines(client aws.HTTPClient) aws.HTTPClient {
	own, ok := client.(*awshttp.BuildableClient)
	if !ok {
		return client
	}
	return own.WithTransportOptions(func(t *http.Transport) { t.MaxIdleConnsPerHost = siteWriters })
}

// press is what the site is built with by one of several publishers.
type press struct {
	lease   *publish.Lease // its table is that of the site
	bucket  Bucket
	words   fs.FS
	today   agency.Clock
	baseURL string
	dir     string // this publisher's own, empty
	small   int    // Site.Small
	log     *slog.Logger
}

func (p press) stream() siteStream {
	site := &Site{Bucket: p.bucket, Guard: p.lease.Keep, Small: p.small}
	publisher := &publish.Publisher{
		Table: p.lease.Table, Content: p.words, Target: site, Now: p.today, BaseURL: p.baseURL, Log: p.log,
		Memory: &publish.Memory{Lease: p.lease, Site: site, Store: p.bucket, Dir: filepath.Join(p.dir, cached), Waiting: filepath.Join(p.dir, waiting), Log: p.log},
	}
	told := func(ctx context.Context, result generate.Result, err error) (generate.Result, error) {
		if err == nil {
			p.log.InfoContext(ctx, "site built", "files", result.Files, "written", len(result.Written), "removed", len(result.Removed))
		}
		return result, err
	}
	return siteStream{log: p.log, build: func(ctx context.Context) (generate.Result, error) {
		_, result, err := publisher.Publish(ctx)
		return told(ctx, result, err)
	}, threads: func(ctx context.Context, posts []string) error {
		_, result, err := publisher.PublishThreads(ctx, posts)
		_, err = told(ctx, result, err)
		return err
	}}
}

// buildDay tells the day that a build is for: the one that site.yaml pins,
// else today.
func buildDay(tree fs.FS) (agency.Clock, error) {
	site, err := content.LoadConfig(tree)
	if err != nil {
		return nil, err
	}
	if site.AsOf.IsZero() {
		return time.Now, nil
	}
	return func() time.Time { return site.AsOf }, nil
}

func wireDeliver(ctx context.Context, p parts) (any, error) {
	site, err := content.LoadConfig(words.FS)
	if err != nil {
		return nil, err
	}
	key, err := secret(ctx, ssm.NewFromConfig(p.aws), p.SecretParameter)
	if err != nil {
		return nil, err
	}
	proofs, err := newKeys(key)
	if err != nil {
		return nil, err
	}
	writer, err := proofs.writer(site.Agency.Name, p.BaseURL)
	if err != nil {
		return nil, err
	}
	kept := NewDynamo(dynamodb.NewFromConfig(p.aws), map[table.Space]string{table.Private: p.PrivateTable}, time.Now)
	sender := outbox.Sender{
		Table:   table.Only(kept, table.Private),
		Carrier: mail.Carrier{Writer: writer, Transport: SES{Client: sesv2.NewFromConfig(p.aws), From: p.MailFrom, Settings: p.MailSettings, Now: time.Now}},
		Log:     p.log,
		Now:     time.Now,
		IDs:     agency.NewIDs(time.Now, rand.Reader),
		Again:   false, // SES sends whatever it is given, as often as it is given it
	}
	return mailStream{send: sender.Send, due: sender.SendDue, log: p.log}.Serve, nil
}

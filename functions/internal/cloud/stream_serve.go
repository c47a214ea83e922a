package cloud

import (
	"context"
	"crypto/rand"
	"io/fs"
	"time"

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
	kept := NewDynamo(dynamodb.NewFromConfig(p.aws), map[table.Space]string{table.Open: p.OpenTable}, time.Now)
	publisher := &publish.Publisher{
		Table:   table.Only(kept, table.Open),
		Content: words.FS,
		Builder: generate.New(generate.Options{}),
		Target:  Bucket{Client: s3.NewFromConfig(p.aws), Name: p.SiteBucket},
		Now:     today,
		BaseURL: p.BaseURL,
		Log:     p.log,
	}
	return siteStream{log: p.log, build: func(ctx context.Context) (generate.Result, error) {
		_, result, err := publisher.Publish(ctx)
		if err == nil {
			p.log.InfoContext(ctx, "site built", "files", result.Files, "written", len(result.Written), "removed", len(result.Removed))
		}
		return result, err
	}}.Serve, nil
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

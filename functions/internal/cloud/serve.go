// Package cloud is where AWS is: what Lambda, API Gateway, DynamoDB, S3, SES
// and SSM want from the rest of the program and give to it. It is the only
// package that imports github.com/aws.
//
// It knows nothing of what is agreed on in the rooms: it wires them, and
// turns events into requests, changes into builds and mails.
package cloud

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	words "greenroom/content"
	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/web"
)

// Serve runs the function that answers the routes of that name. It does not
// return.
func Serve(function string) { start(function, wireServe) }

// parts are what a function is wired from.
type parts struct {
	config
	function string
	aws      aws.Config
	log      *slog.Logger
}

// start wires a function and hands it to Lambda. What keeps it from starting
// is logged, and the process ends, which Lambda counts as a failed start.
func start(function string, wire func(context.Context, parts) (handler any, err error)) {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil)).With("function", function)
	handler, err := prepare(context.Background(), function, log, wire)
	if err != nil {
		log.Error("function cannot start", "cause", err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

func prepare(ctx context.Context, function string, log *slog.Logger, wire func(context.Context, parts) (any, error)) (any, error) {
	c, err := readConfig(function, os.Getenv)
	if err != nil {
		return nil, err
	}
	settings, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	return wire(ctx, parts{config: c, function: function, aws: settings, log: log})
}

// wireServe makes the handler of one function's routes.
func wireServe(ctx context.Context, p parts) (any, error) {
	edition, err := p.edition(ctx)
	if err != nil {
		return nil, err
	}
	proofs, origin, err := p.secrets(ctx)
	if err != nil {
		return nil, err
	}
	server, err := newServer(p.tables(), edition, proofs, p.BaseURL, p.log)
	if err != nil {
		return nil, err
	}
	handler, err := server.Handler(nil, p.function)
	if err != nil {
		return nil, err
	}
	guarded, err := throughOrigin(origin, p.log, handler)
	return Gateway{Handler: guarded, Log: p.log}.Serve, err
}

// edition reads the words that were built into the program.
func (p parts) edition(ctx context.Context) (*publish.Edition, error) {
	today, err := buildDay(words.FS)
	if err != nil {
		return nil, err
	}
	return publish.Read(ctx, words.FS, nil, p.BaseURL, today())
}

// tables are both spaces.
func (p parts) tables() *Dynamo {
	return NewDynamo(dynamodb.NewFromConfig(p.aws), map[table.Space]string{table.Open: p.OpenTable, table.Private: p.PrivateTable}, time.Now)
}

// secrets reads what is not in the environment.
func (p parts) secrets(ctx context.Context) (proofs account.Proofs, origin string, err error) {
	client := ssm.NewFromConfig(p.aws)
	key, err := secret(ctx, client, p.SecretParameter)
	if err != nil {
		return proofs, "", err
	}
	if proofs, err = account.NewProofs(key); err != nil {
		return proofs, "", err
	}
	origin, err = parameter(ctx, client, p.OriginParameter)
	return proofs, origin, err
}

// newServer wires the rooms that routes lead to.
func newServer(kept table.Table, edition *publish.Edition, proofs account.Proofs, baseURL string, log *slog.Logger) (*web.Server, error) {
	config := edition.Config()
	letters, err := mail.NewWriter(config.Agency.Name, baseURL, proofs)
	if err != nil {
		return nil, err
	}
	now := agency.Clock(time.Now)
	server := web.NewServer(web.Parts{
		Table: kept, Site: edition, IDs: agency.NewIDs(now, rand.Reader), Now: now, Rules: agency.NewValidator(), Proofs: proofs,
		Log: log, Origin: baseURL, Moderators: config.Agency.ModerationEmail, Letters: letters,
	})
	server.Accounts.Staff = staff{edition.People()}
	return server, nil
}

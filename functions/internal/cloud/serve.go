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
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ssm"

	words "greenroom/content"
	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/web"
)

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
	log := newLog(os.Stdout).With("function", function)
	handler, err := prepare(context.Background(), function, log, wire)
	if err != nil {
		log.Error("function cannot start", "cause", err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

func prepare(ctx context.Context, function string, log *slog.Logger, wire func(context.Context, parts) (any, error)) (any, error) {
	c, err := readConfig(function, environment)
	if err != nil {
		return nil, err
	}
	settings, err := lambdaSettings(environment)
	if err != nil {
		return nil, err
	}
	return wire(ctx, parts{config: c, function: function, aws: settings, log: log})
}

// environment is read here and nowhere else.
func environment(name string) string { return os.Getenv(name) }

// serve makes the handler of one function's routes.
func (p parts) serve(ctx context.Context, routes routesOf, needs []need) (any, error) {
	keys, err := p.secrets(ctx)
	if err != nil {
		return nil, err
	}
	edition, site, err := p.site(ctx)
	if err != nil {
		return nil, err
	}
	server, err := p.server(edition, site, keys, needs)
	if err != nil {
		return nil, err
	}
	handler, err := server.Handler(nil, routes(server))
	if err != nil {
		return nil, err
	}
	if changing, ok := site.(*news); ok {
		handler = changing.before(handler)
	}
	guarded, err := throughOrigin(keys.origin, p.log, handler)
	return Gateway{Handler: guarded, Log: p.log}.Serve, err
}

// asksForPosts reports whether a function's pages depend on the posts that
// there are. The others know what was built into them.
func asksForPosts(function string) bool {
	return slices.Contains([]string{"comments", "desk", "submissions"}, function)
}

// site reads the words that were built into the program, for a function that
// asks for posts with the guest posts of the open space. The edition is the
// first one: people of the staff, names and mailboxes are in the words only.
func (p parts) site(ctx context.Context) (*publish.Edition, web.Site, error) {
	if !asksForPosts(p.function) {
		edition, err := p.edition(ctx)
		return edition, edition, err
	}
	today, err := buildDay(words.FS)
	if err != nil {
		return nil, nil, err
	}
	open := table.Only(p.tables(), table.Open)
	site := &news{now: time.Now, log: p.log, read: func(ctx context.Context) (*publish.Edition, error) {
		return publish.ReadAll(ctx, open, words.FS, nil, p.BaseURL, today())
	}}
	err = site.open(ctx)
	return site.edition.Load(), site, err
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

// keys are what is not in the environment.
type keys struct {
	proofs account.Proofs
	signs  brief.Proofs
	slips  web.Slips
	origin string
}

// newKeys derives from the agency's secret what proves that a link is ours.
func newKeys(secret []byte) (k keys, err error) {
	if k.proofs, err = account.NewProofs(secret); err != nil {
		return k, err
	}
	if k.signs, err = brief.NewProofs(secret); err != nil {
		return k, err
	}
	k.slips, err = web.NewSlips(secret)
	return k, err
}

// writer puts letters into words.
func (k keys) writer(name, baseURL string) (*mail.Writer, error) {
	writer, err := mail.NewWriter(name, baseURL, k.proofs)
	if err == nil {
		writer.Signs = k.signs
	}
	return writer, err
}

// secrets reads what is not in the environment.
func (p parts) secrets(ctx context.Context) (keys, error) {
	client := ssm.NewFromConfig(p.aws)
	raw, err := secret(ctx, client, p.SecretParameter)
	if err != nil {
		return keys{}, err
	}
	k, err := newKeys(raw)
	if err != nil {
		return k, err
	}
	if k.origin, err = parameter(ctx, client, p.OriginParameter); err != nil {
		return k, err
	}
	return k, checkOrigin(k.origin)
}

// server wires the rooms that routes lead to.
func (p parts) server(edition *publish.Edition, site web.Site, k keys, needs []need) (*web.Server, error) {
	about := edition.Config().Agency
	now := agency.Clock(time.Now)
	in := web.Parts{
		Table: p.tables(), Site: site, IDs: agency.NewIDs(now, rand.Reader), Now: now, Rules: agency.NewValidator(), Proofs: k.proofs,
		Log: p.log, Origin: p.BaseURL, Moderators: about.ModerationEmail,
		Editors: about.Email, Signs: k.signs,
	}
	for _, fill := range needs {
		if err := fill(p, k, about.Name, &in); err != nil {
			return nil, err
		}
	}
	server := web.NewServer(in)
	server.Accounts.Staff = staff{edition.People()}
	return server, nil
}

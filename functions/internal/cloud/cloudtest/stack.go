package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/cloud"
	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// What a deployment keeps in SSM, and no secret of anybody.
const (
	originSecret = "0123456789abcdef0123456789abcdef"
	agencySecret = "ssssssssssssssssssssssssssssssss"
	region       = "eu-central-1"
)

// stack is all of template.yaml on this machine.
type stack struct {
	template sam.Template
	dir      string // its own: tables, buckets
	baseURL  string

	settings aws.Config // leads to DynamoDB
	dynamo   string     // its address
	bucket   store      // S3
	ses      *standin.SES
	iam      *standin.IAM
	api      string // address of the gateway
	usage    *usage // what AWS would charge for; nil counts nothing
	pool     *standin.Pool
	script   *standin.Script
	faults   faults
	log      *slog.Logger

	closing []func()
}

func (s *stack) atEnd(f func()) { s.closing = append(s.closing, f) }

// close ends what was started, the last first.
func (s *stack) close() {
	for i := len(s.closing) - 1; i >= 0; i-- {
		s.closing[i]()
	}
}

// bringUp starts everything behind the address that the site is to have.
func (s *stack) bringUp(ctx context.Context, k kit, demo bool) error {
	if err := errors.Join(s.startDynamo(ctx), s.startBucket()); err != nil {
		return err
	}
	if err := s.startFunctions(k); err != nil {
		return err
	}
	if demo {
		if err := s.restore(ctx, k); err != nil {
			return err
		}
	}
	return s.buildSite(ctx)
}

// tool is the path of a program, by the variable that names it or else by its
// own name.
func tool(variable, name string) (string, error) {
	path := os.Getenv(variable)
	if path == "" {
		path = name
	}
	found, err := exec.LookPath(path)
	if err != nil {
		return "", fmt.Errorf("looking for %s: %w: name it in %s", name, err, variable)
	}
	return found, nil
}

// startDynamo runs the server and makes both tables.
func (s *stack) startDynamo(ctx context.Context) error {
	program, err := tool("DYNOXIDE", "dynoxide")
	if err != nil {
		return err
	}
	server, url, err := standin.StartDynoxide(program, s.dir)
	if err != nil {
		return err
	}
	s.atEnd(server.Close)
	s.dynamo = url
	s.settings = aws.Config{Region: region, BaseEndpoint: &s.dynamo, Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")}
	client := dynamodb.NewFromConfig(s.settings)
	for _, name := range s.template.OfType("AWS::DynamoDB::Table") {
		if _, err := client.CreateTable(ctx, cloud.TableDefinition(name)); err != nil {
			return fmt.Errorf("making table %s: %w", name, err)
		}
	}
	return nil
}

// listen serves a part of the stack on a port of its own.
func (s *stack) listen(h http.Handler) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{Handler: h, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	go func() { _ = server.Serve(listener) }() // until Close
	s.atEnd(func() { _ = server.Close() })
	return "http://" + listener.Addr().String(), nil
}

// startFunctions makes the services that functions call, each behind IAM, and
// the pool that runs functions.
func (s *stack) startFunctions(k kit) error {
	s.iam = standin.NewIAM(s.template)
	s.iam.Told = s.countCall
	s.ses = &standin.SES{}
	ses, err := s.listen(s.ses)
	if err != nil {
		return err
	}
	ssm, err := s.listen(standin.SSM{
		sam.Parameters()["SecretParameter"]:       base64.StdEncoding.EncodeToString([]byte(agencySecret)),
		sam.Parameters()["OriginSecretParameter"]: originSecret,
	})
	if err != nil {
		return err
	}
	dynamo := s.dynamo
	if s.usage != nil {
		meter, err := metered(s.dynamo, s.usage)
		if err != nil {
			return err
		}
		if dynamo, err = s.listen(meter); err != nil {
			return err
		}
	}
	environment := map[string]string{"AWS_REGION": region, "AWS_SECRET_ACCESS_KEY": "test", "BASE_URL": s.baseURL}
	for _, service := range []struct {
		name, address string
		wants         func(*http.Request, []byte) []sam.Access
	}{
		{"DYNAMODB", dynamo, standin.DynamoWants}, {"S3", s.bucket.address, standin.S3Wants},
		{"SESV2", ses, standin.SESWants}, {"SSM", ssm, standin.SSMWants},
	} {
		guarded, err := s.iam.Guard(service.address, service.wants)
		if err != nil {
			return err
		}
		if environment["AWS_ENDPOINT_URL_"+service.name], err = s.listen(guarded); err != nil {
			return err
		}
	}
	s.pool = standin.NewPool(s.template, k.programs(), environment)
	s.atEnd(s.pool.Close)
	return nil
}

// restore brings the demo from its file into the tables, as somebody at a
// laptop would.
func (s *stack) restore(ctx context.Context, k kit) error {
	restore := exec.CommandContext(ctx, filepath.Join(string(k), "backup"), "restore", "test", k.demo())
	restore.Env = []string{"HOME=" + s.dir, "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_REGION=" + region,
		"AWS_ACCESS_KEY_ID=" + rootKey, "AWS_SECRET_ACCESS_KEY=" + rootSecret, "OPEN_TABLE=OpenTable", "PRIVATE_TABLE=PrivateTable", "FILES_BUCKET=FilesBucket",
		"AWS_ENDPOINT_URL_DYNAMODB=" + s.dynamo, "AWS_ENDPOINT_URL_S3=" + s.bucket.address}
	if said, err := restore.CombinedOutput(); err != nil {
		return fmt.Errorf("restoring the demo: %w\n%s", err, said)
	}
	return nil
}

// buildSite has publish build the site, as scripts/deploy does.
func (s *stack) buildSite(ctx context.Context) error {
	if _, err := s.pool.Invoke(ctx, "publish", []byte("{}")); err != nil {
		return fmt.Errorf("building the site: %w\n%s", err, s.pool.Log("publish"))
	}
	return nil
}

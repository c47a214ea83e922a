package cloud

import (
	"bytes"
	"encoding/base64"
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// deployment is the whole stack on this machine: the functions' own programs,
// with the variables and the rights that template.yaml gives them.
type deployment struct {
	template template
	words    string // directory of the words that are built into the programs
	programs string
	dynamo   string // address of DynamoDB
	settings map[string]string
	iam      *standin.IAM
	s3       *standin.S3
	ses      *standin.SES
	hosts    map[string]*lambdaHost
	read     map[string]int // records of each stream that were handed over
	routes   *http.ServeMux
	asked    map[string]bool // routes that were answered well
}

const (
	originSecret = "0123456789abcdef0123456789abcdef"
	agencySecret = "ssssssssssssssssssssssssssssssss"
)

func deploy(t *testing.T) *deployment {
	t.Helper()
	d := &deployment{template: loadTemplate(t), dynamo: startDynoxide(t), hosts: map[string]*lambdaHost{}, read: map[string]int{},
		routes: routes(), asked: map[string]bool{}}
	d.iam = standin.NewIAM(sam.Template(d.template))
	var replaced string
	d.words, replaced = todaysWords(t)
	d.programs = buildFunctions(t, replaced, sortedKeys(variables())...)
	d.serve(t, func(_ string, service http.Handler) http.Handler { return service })
	return d
}

// serve starts what stands in for the services. before is what stands before
// each of them.
func (d *deployment) serve(t *testing.T, before func(name string, service http.Handler) http.Handler) {
	t.Helper()
	client := dynamodb.New(dynamoOptions(d.dynamo, http.DefaultTransport))
	for _, name := range []string{"OpenTable", "PrivateTable"} {
		if _, err := client.CreateTable(t.Context(), TableDefinition(name)); err != nil {
			t.Fatal(err)
		}
	}
	var s3URL, sesURL string
	d.s3, s3URL = startFakeS3(t)
	d.ses, sesURL = startFakeSES(t)
	ssmURL := startFakeSSM(t, map[string]string{
		parameters()["SecretParameter"]:       base64.StdEncoding.EncodeToString([]byte(agencySecret)),
		parameters()["OriginSecretParameter"]: originSecret,
	})
	d.settings = map[string]string{
		"AWS_REGION": "eu-central-1", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_ENDPOINT_URL_DYNAMODB": startServer(t, before("dynamodb", d.guard(t, d.dynamo, standin.DynamoWants))),
		"AWS_ENDPOINT_URL_S3":       startServer(t, before("s3", d.guard(t, s3URL, standin.S3Wants))),
		"AWS_ENDPOINT_URL_SESV2":    startServer(t, before("ses", d.guard(t, sesURL, standin.SESWants))),
		"AWS_ENDPOINT_URL_SSM":      startServer(t, before("ssm", d.guard(t, ssmURL, standin.SSMWants))),
	}
}

// guard stands before a service, for who may do what they do there.
func (d *deployment) guard(t *testing.T, service string, wants func(r *http.Request, body []byte) []sam.Access) http.Handler {
	t.Helper()
	guarded, err := d.iam.Guard(service, wants)
	if err != nil {
		t.Fatal(err)
	}
	return guarded
}

// host returns the function's running program.
func (d *deployment) host(t *testing.T, function string) *lambdaHost {
	t.Helper()
	if d.hosts[function] == nil {
		environment := map[string]string{"AWS_ACCESS_KEY_ID": function}
		for name, value := range d.settings {
			environment[name] = value
		}
		for name, v := range dict(d.template.properties(d.template.functions()[function]), "Environment", "Variables") {
			environment[name] = value(v).(string)
		}
		d.hosts[function] = startLambda(t, filepath.Join(d.programs, function), environment)
	}
	return d.hosts[function]
}

// request sends a request through the gateway to the function that has the
// path. A form makes it a POST.
func (d *deployment) request(t *testing.T, function, address, cookie string, form url.Values) events.APIGatewayV2HTTPResponse {
	t.Helper()
	if form == nil {
		return d.send(t, function, address, cookie, "", nil)
	}
	return d.send(t, function, address, cookie, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// upload sends a form with a file.
func (d *deployment) upload(t *testing.T, function, address, cookie, name string, data []byte) events.APIGatewayV2HTTPResponse {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write(data)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	return d.send(t, function, address, cookie, form.FormDataContentType(), body.Bytes())
}

// send sends a request. A body makes it a POST.
func (d *deployment) send(t *testing.T, function, address, cookie, media string, body []byte) events.APIGatewayV2HTTPResponse {
	t.Helper()
	e := event(t, "headers")
	path, query, _ := strings.Cut(address, "?")
	e.RawPath, e.RawQueryString, e.Headers["x-origin-verify"] = path, query, originSecret
	if cookie != "" {
		e.Cookies = []string{cookie}
	}
	if media != "" {
		e.RequestContext.HTTP.Method, e.IsBase64Encoded = http.MethodPost, true
		e.Headers["content-type"], e.Headers["sec-fetch-site"] = media, "same-origin"
		e.Body = base64.StdEncoding.EncodeToString(body)
	}
	var answer events.APIGatewayV2HTTPResponse
	d.host(t, function).invoke(t, e, &answer)
	d.note(t, e.RequestContext.HTTP.Method, path, answer.StatusCode)
	return answer
}

// stream returns every record of a table's stream.
func (d *deployment) stream(t *testing.T, tableName string) []events.DynamoDBEventRecord {
	t.Helper()
	all, err := (&standin.Stream{Client: dynamodbstreams.New(streamsOptions(d.dynamo)), Table: tableName}).Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// follow hands the new records of a table's stream to the function behind it,
// as its event source mapping does.
func (d *deployment) follow(t *testing.T, tableName, mapping, function string) {
	t.Helper()
	all := d.stream(t, tableName)
	fresh := all[d.read[tableName]:]
	d.read[tableName] = len(all)
	batch := events.DynamoDBEvent{Records: slices.DeleteFunc(slices.Clone(fresh), func(r events.DynamoDBEventRecord) bool { return !d.template.passes(mapping, r) })}
	if len(batch.Records) == 0 {
		t.Fatalf("%s passes none of %d records", mapping, len(fresh))
	}
	var answer events.DynamoDBEventResponse
	d.host(t, function).invoke(t, batch, &answer)
	if len(answer.BatchItemFailures) > 0 {
		t.Fatalf("got failures %v\n%s", answer.BatchItemFailures, d.host(t, function).Log.String())
	}
}

func (d *deployment) mailed(t *testing.T) {
	t.Helper()
	d.follow(t, "PrivateTable", "PrivateChanges", "deliver")
}
func (d *deployment) published(t *testing.T) {
	t.Helper()
	d.follow(t, "OpenTable", "OpenChanges", "publish")
}

// enrol has Tess work here already, and not yet as what the words call her.
func (d *deployment) enrol(t *testing.T) {
	t.Helper()
	err := d.ago(t, time.Hour).People.Enrol(t.Context(), account.Person{Name: "Tess", Email: "tess@greenroom.example", Roles: []agency.Role{agency.Influencer}})
	if err != nil {
		t.Fatal(err)
	}
}

// signIn goes the way of the mailed code and returns the session's cookie.
// Whoever else works here is enrolled by asking.
func (d *deployment) signIn(t *testing.T, email, home string) string {
	t.Helper()
	asked := d.request(t, "accounts", "/api/sign-in", "", url.Values{"email": {email}})
	redirects(t, asked, "/sign-in/code?request=")
	shows(t, d.request(t, "accounts", asked.Headers["Location"], "", nil), "code")
	d.mailed(t)
	code := found(t, `(?m)^(\d{6})\r?$`, d.letterTo(t, email))
	_, request, _ := strings.Cut(asked.Headers["Location"], "request=")
	opened := d.request(t, "accounts", "/api/sign-in/code", "", url.Values{"request": {request}, "code": {code}})
	redirects(t, opened, home)
	if len(opened.Cookies) != 1 || !strings.HasPrefix(opened.Cookies[0], "__Host-session=") {
		t.Fatalf("got cookies %q, want the session", opened.Cookies)
	}
	cookie, _, _ := strings.Cut(opened.Cookies[0], ";")
	return cookie
}

func redirects(t *testing.T, got events.APIGatewayV2HTTPResponse, to string) {
	t.Helper()
	if got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(got.Headers["Location"], to) {
		t.Fatalf("got %d to %q, want 303 to %s\n%s", got.StatusCode, got.Headers["Location"], to, got.Body)
	}
}

func shows(t *testing.T, got events.APIGatewayV2HTTPResponse, text string) {
	t.Helper()
	if got.StatusCode != http.StatusOK || !strings.Contains(got.Body, text) {
		t.Fatalf("got %d, want 200 and %q\n%s", got.StatusCode, text, got.Body)
	}
}

// found returns what the expression's group matches in the text.
func found(t *testing.T, expression, text string) string {
	t.Helper()
	match := regexp.MustCompile(expression).FindStringSubmatch(text)
	if match == nil {
		t.Fatalf("nothing matches %s in\n%s", expression, text)
	}
	return match[1]
}

package cloud

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/web"
)

// seen is what a visitor has of an answer.
type seen struct {
	Status  int
	Header  http.Header
	Cookies []string // names and attributes, without values and days
	Body    string
}

// fronts are the two ways to the same data: through the CDN, the gateway and
// the functions' own programs, and straight to a server.
type fronts struct{ edge, straight string }

// fronts serves both ways.
func (d *deployment) fronts(t *testing.T) fronts {
	t.Helper()
	node := os.Getenv("NODE")
	if node == "" {
		node = "node"
	}
	if _, err := exec.LookPath(node); err != nil {
		const missing = "skipped: this test needs node, in which CloudFront's functions run; name it in NODE or put it on the PATH"
		if os.Getenv("GREENROOM_FULL") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	script, err := standin.NewScript(node)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := script.Close(); err != nil {
			t.Error(err)
		}
	})
	pool := standin.NewPool(sam.Template(d.template), d.programs, d.settings)
	t.Cleanup(func() {
		for function, took := range pool.Taken() {
			for _, fault := range took.Faults {
				t.Errorf("%s: %s", function, fault)
			}
		}
		pool.Close()
	})
	gateway := startServer(t, standin.Gateway{Routes: standin.Routes(sam.Template(d.template)), Invoke: pool.Invoke, Now: time.Now})
	read := func(_ context.Context, key string) (standin.Object, error) {
		o, ok := d.s3.Object("/SiteBucket/" + key)
		if !ok {
			return o, standin.ErrNoObject
		}
		return o, nil
	}
	return fronts{startServer(t, standin.Edge{Template: sam.Template(d.template), Read: read, API: gateway, Secret: originSecret, Script: script}),
		startServer(t, d.straight(t))}
}

// straight is the server itself, on the deployment's data.
func (d *deployment) straight(t *testing.T) http.Handler {
	t.Helper()
	edition, err := publish.Read(t.Context(), os.DirFS(d.words), nil, parameters()["BaseUrl"], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := newKeys([]byte(agencySecret))
	if err != nil {
		t.Fatal(err)
	}
	store := NewFiles(fakeSettings(startServer(t, d.s3)), "FilesBucket")
	about := edition.Config().Agency
	kept := NewDynamo(dynamodb.New(dynamoOptions(d.dynamo, http.DefaultTransport)), map[table.Space]string{table.Open: "OpenTable", table.Private: "PrivateTable"}, time.Now)
	server := web.NewServer(web.Parts{Table: kept, Site: edition, IDs: agency.NewIDs(time.Now, rand.Reader), Now: time.Now,
		Rules: agency.NewValidator(), Log: slog.New(slog.DiscardHandler), Origin: parameters()["BaseUrl"], Proofs: keys.proofs, Signs: keys.signs, Slips: keys.slips,
		Moderators: about.ModerationEmail, Editors: about.Email, Visitor: visitor{newFetcher(parameters()["BaseUrl"])},
		Files: store, Arrivals: store, Links: store, MaxFile: maxFile, MaxForm: maxForm})
	handler, err := server.Handler(nil, server.Routes())
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// ask sends a request one of the two ways.
func (a asking) ask(t *testing.T, front string) seen {
	t.Helper()
	method, body := a.method, io.Reader(http.NoBody)
	if a.form != nil {
		method, body = http.MethodPost, strings.NewReader(a.form.Encode())
	}
	return send(t, front, method, a.address, a.cookie, "application/x-www-form-urlencoded", body, a.header)
}

func send(t *testing.T, front, method, address, cookie, media string, body io.Reader, header [2]string) seen {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, front+address, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if r.Body != http.NoBody {
		r.Header.Set("Content-Type", media)
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	if header[0] != "" {
		r.Header.Set(header[0], header[1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() // read to its end
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	s := seen{Status: answer.StatusCode, Header: answer.Header, Body: string(text)}
	for _, c := range answer.Cookies() {
		c.Value, c.Expires = "", time.Time{}
		s.Cookies = append(s.Cookies, c.String())
	}
	return s
}

package standin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"greenroom/functions/internal/cloud/sam"
)

// IAM stands before the services that functions call and refuses what
// template.yaml does not permit, as AWS would. Functions sign with their own
// name as key id.
type IAM struct {
	Template sam.Template
	Told     func(function string, r *http.Request) // is told of each request that is let through; may be nil
	mu       sync.Mutex
	denied   []string
	used     map[string]bool // "function Sid action key" of every right that was needed
}

var signer = regexp.MustCompile(`Credential=([a-z]+)/`)

// NewIAM lets nobody do anything but what the template says.
func NewIAM(t sam.Template) *IAM { return &IAM{Template: t, used: map[string]bool{}} }

// Guard lets through to a service what its caller may do. wants says what a
// request is about to do.
func (g *IAM) Guard(service string, wants func(r *http.Request, body []byte) []sam.Access) (http.Handler, error) {
	target, err := url.Parse(service)
	if err != nil {
		return nil, fmt.Errorf("guarding %s: %w", service, err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		function := ""
		if match := signer.FindStringSubmatch(r.Header.Get("Authorization")); match != nil {
			function = match[1]
		}
		if !g.Permits(function, wants(r, body)) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.0")
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type":"AccessDeniedException","message":"not in the policy"}`)
			return
		}
		if g.Told != nil {
			g.Told(function, r)
		}
		forward.ServeHTTP(w, r)
	}), nil
}

// Denied are what was refused, each once, in order.
func (g *IAM) Denied() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	slices.Sort(g.denied)
	return slices.Compact(slices.Clone(g.denied))
}

// Used reports whether anything needed one right of a function.
func (g *IAM) Used(function string, one sam.Right) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.used[function+" "+one.String()]
}

// Permits reports whether the function may do all of that, and remembers it.
func (g *IAM) Permits(function string, all []sam.Access) bool {
	rights, _ := g.Template.Rights(function)
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, a := range all {
		if !sam.Allows(rights, a) {
			g.denied = append(g.denied, fmt.Sprintf("%s: %s on %s %s", function, a.Action, a.Resource, kindOfKey(a.Key)))
			return false
		}
		for _, r := range rights {
			for _, one := range r.Each() {
				if sam.Allows([]sam.Right{one}, a) {
					g.used[function+" "+one.String()] = true
				}
			}
		}
	}
	return len(all) > 0
}

// kindOfKey is what a key names, without which one.
func kindOfKey(key string) string {
	kind, _, _ := strings.Cut(key, "#")
	return kind
}

// DynamoWants reads what a DynamoDB request is about to do. The tables are
// called as their resources are.
func DynamoWants(r *http.Request, body []byte) (all []sam.Access) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	var in struct {
		TableName, IndexName      string
		Key                       map[string]map[string]string
		ExpressionAttributeValues map[string]map[string]string
		TransactItems             []map[string]struct {
			TableName string
			Key, Item map[string]map[string]string
		}
	}
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	if operation != "TransactWriteItems" {
		a := sam.Access{Action: "dynamodb:" + operation, Resource: in.TableName + ".Arn", Key: in.Key["PK"]["S"] + in.ExpressionAttributeValues[":pk"]["S"]}
		if in.IndexName != "" {
			a.Resource += "/index/" + in.IndexName
		}
		return []sam.Access{a}
	}
	for _, item := range in.TransactItems {
		for kind, w := range item {
			action := map[string]string{"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}[kind]
			all = append(all, sam.Access{Action: "dynamodb:" + action, Resource: w.TableName + ".Arn", Key: w.Key["PK"]["S"] + w.Item["PK"]["S"]})
		}
	}
	return all
}

// S3Wants reads what an S3 request is about to do. Who may not list is told
// that what is missing is forbidden.
func S3Wants(r *http.Request, _ []byte) []sam.Access {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	action := map[string]string{http.MethodGet: "GetObject", http.MethodHead: "GetObject", http.MethodPut: "PutObject", http.MethodDelete: "DeleteObject"}[r.Method]
	all := []sam.Access{{Action: "s3:" + action, Resource: bucket + ".Arn/" + key}}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && bucket == "SiteBucket" { // of files nobody asks but for those that are there
		all = append(all, sam.Access{Action: "s3:ListBucket", Resource: bucket + ".Arn"})
	}
	return all
}

// SESWants reads what a request for mail is about to do.
func SESWants(_ *http.Request, body []byte) []sam.Access {
	var in Mail
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	_, domain, _ := strings.Cut(in.FromEmailAddress, "@")
	identity := "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:identity/" + domain
	settings := "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:configuration-set/" + in.ConfigurationSetName
	return []sam.Access{
		{Action: "ses:SendEmail", Resource: identity, From: in.FromEmailAddress},
		{Action: "ses:SendRawEmail", Resource: identity, From: in.FromEmailAddress},
		{Action: "ses:SendEmail", Resource: settings, From: in.FromEmailAddress},
		{Action: "ses:SendRawEmail", Resource: settings, From: in.FromEmailAddress},
	}
}

// SSMWants reads which parameter a request is about.
func SSMWants(_ *http.Request, body []byte) []sam.Access {
	var in struct{ Name string }
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	return []sam.Access{{Action: "ssm:GetParameter", Resource: "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter" + in.Name}}
}

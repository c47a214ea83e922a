package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// iam stands before the services that functions call and refuses what
// template.yaml does not permit, as AWS would. Functions sign with their own
// name as key id.
type iam struct {
	template template
	mu       sync.Mutex
	denied   []string
	used     map[string]bool // "function Sid action key" of every right that was needed
}

var signer = regexp.MustCompile(`Credential=([a-z]+)/`)

// guard lets through to a service what its caller may do. wants says what a
// request is about to do.
func (g *iam) guard(t *testing.T, service string, wants func(r *http.Request, body []byte) []access) string {
	t.Helper()
	target, err := url.Parse(service)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	return startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
		if !g.permits(function, wants(r, body)) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.0")
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type":"AccessDeniedException","message":"not in the policy"}`)
			return
		}
		forward.ServeHTTP(w, r)
	}))
}

func (g *iam) permits(function string, all []access) bool {
	rights, _ := g.template.rights(function)
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, a := range all {
		if !allows(rights, a) {
			g.denied = append(g.denied, fmt.Sprintf("%s: %s on %s %s", function, a.Action, a.Resource, kindOfKey(a.Key)))
			return false
		}
		for _, r := range rights {
			for _, one := range r.each() {
				if allows([]right{one}, a) {
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

// dynamoWants reads what a DynamoDB request is about to do. The tables are
// called as their resources are.
func dynamoWants(r *http.Request, body []byte) (all []access) {
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
		a := access{Action: "dynamodb:" + operation, Resource: in.TableName + ".Arn", Key: in.Key["PK"]["S"] + in.ExpressionAttributeValues[":pk"]["S"]}
		if in.IndexName != "" {
			a.Resource += "/index/" + in.IndexName
		}
		return []access{a}
	}
	for _, item := range in.TransactItems {
		for kind, w := range item {
			action := map[string]string{"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}[kind]
			all = append(all, access{Action: "dynamodb:" + action, Resource: w.TableName + ".Arn", Key: w.Key["PK"]["S"] + w.Item["PK"]["S"]})
		}
	}
	return all
}

// s3Wants reads what an S3 request is about to do. Who may not list is told
// that what is missing is forbidden.
func s3Wants(r *http.Request, _ []byte) []access {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	action := map[string]string{http.MethodGet: "GetObject", http.MethodHead: "GetObject", http.MethodPut: "PutObject", http.MethodDelete: "DeleteObject"}[r.Method]
	all := []access{{Action: "s3:" + action, Resource: bucket + ".Arn/" + key}}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && bucket == "SiteBucket" { // of files nobody asks but for those that are there
		all = append(all, access{Action: "s3:ListBucket", Resource: bucket + ".Arn"})
	}
	return all
}

func sesWants(_ *http.Request, body []byte) []access {
	var in sesRequest
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	_, domain, _ := strings.Cut(in.FromEmailAddress, "@")
	identity := "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:identity/" + domain
	settings := "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:configuration-set/" + in.ConfigurationSetName
	return []access{
		{Action: "ses:SendEmail", Resource: identity, From: in.FromEmailAddress},
		{Action: "ses:SendRawEmail", Resource: identity, From: in.FromEmailAddress},
		{Action: "ses:SendEmail", Resource: settings, From: in.FromEmailAddress},
		{Action: "ses:SendRawEmail", Resource: settings, From: in.FromEmailAddress},
	}
}

func ssmWants(_ *http.Request, body []byte) []access {
	var in struct{ Name string }
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	return []access{{Action: "ssm:GetParameter", Resource: "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter" + in.Name}}
}

package sam_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/cloud/sam"
)

func parse(t *testing.T, text string) sam.Template {
	t.Helper()
	v, err := sam.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestParse(t *testing.T) {
	t.Parallel()
	got := parse(t, `
A: !Ref Table
B: !GetAtt Table.Arn
C: !Sub '${Table}/*'
D: !If [Has, !Ref One, 'two']
E: [1, true, 2.5, '3', text, ~]
F: {G: {H: yes it is}}
`)
	want := sam.Template{
		"A": map[string]any{"Ref": "Table"},
		"B": map[string]any{"Fn::GetAtt": "Table.Arn"},
		"C": map[string]any{"Fn::Sub": "${Table}/*"},
		"D": map[string]any{"Fn::If": []any{"Has", map[string]any{"Ref": "One"}, "two"}},
		"E": []any{1, true, 2.5, "3", "text", nil},
		"F": map[string]any{"G": map[string]any{"H": "yes it is"}},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a key that stands twice", "A: 1\nB: 2\nA: 3\n", `line 3: key "A" stands twice`},
		{"an anchor's alias", "A: &a [1]\nB: *a\n", "line 2: CloudFormation takes no anchors and aliases"},
		{"what is no YAML", "A: [1\n", "yaml:"},
		{"nothing", "", "template is empty"},
		{"a list", "- 1\n", "template is no map"},
	}
	for _, tt := range tests {
		if _, err := sam.Parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	v := parse(t, "A: {B: [x, {C: y}]}\n")
	tests := []struct {
		steps string
		want  any
	}{
		{"A B 0", "x"}, {"A B 1 C", "y"}, {"A B 2", nil}, {"A B -1", nil}, {"A B x", nil}, {"A X", nil}, {"A B 0 C", nil},
	}
	for _, tt := range tests {
		if got := sam.At(v, strings.Fields(tt.steps)...); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.steps, got, tt.want)
		}
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want any
	}{
		{"plain", "plain"},
		{"7", 7},
		{"!Ref OpenTable", "OpenTable"},
		{"!Ref BaseUrl", "https://greenroom.example"},
		{"!Ref AWS::Region", "AWS::Region"},
		{"!GetAtt OpenTable.Arn", "OpenTable.Arn"},
		{"!Sub '${OpenTable.Arn}/index/*'", "OpenTable.Arn/index/*"},
		{"!Sub 'greenroom-${Stage}-api'", "greenroom-test-api"},
		{"!Sub ['${Host}/x', {Host: !Select [2, !Split [/, !Ref BaseUrl]]}]", "greenroom.example/x"},
		{"!Split [/, a/b]", []any{"a", "b"}},
		{"!Select [1, [a, b]]", "b"},
		{"!Select [5, [a, b]]", nil},
		{"!If [HasIt, !Ref Yes, !Ref No]", "Yes"},
		{"!ImportValue {Fn::Sub: 'greenroom-${Stage}'}", "greenroom-test"},
		{"!FindInMap [Of, !Ref Stage, Size]", "Of test Size"},
		{"[!Ref A, {B: !Ref C}]", []any{"A", map[string]any{"B": "C"}}},
		{"{A: !Ref B, C: 1}", map[string]any{"A": "B", "C": 1}},
		{"{A: !Ref B}", map[string]any{"A": "B"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(sam.Value(parse(t, "A: "+tt.text)["A"]), tt.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", tt.text, diff)
		}
	}
}

func TestValueOfAnUnknownFunction(t *testing.T) {
	t.Parallel()
	defer func() {
		if got := recover(); got != "function Fn::Cidr is not known here" {
			t.Errorf("got %v", got)
		}
	}()
	sam.Value(map[string]any{"Fn::Cidr": "10.0.0.0/8"})
}

func TestWild(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"/api/*", "/api/comments", true},
		{"/api/*", "/api/", true},
		{"/api/*", "/api", false},
		{"/api/*", "/x/api/a", false},
		{"/api/*", "/api/a\nb", true},
		{"/sign-in", "/sign-in", true},
		{"/sign-in", "/Sign-In", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"a?c", "a中c", true},
		{"POST#*", "POST#a#C#1", true},
		{"a.c", "abc", false},
		{"a+(b)", "a+(b)", true},
		{"*", "", true},
		{"", "a", false},
	}
	for _, tt := range tests {
		if got := sam.Wild(tt.pattern, tt.s); got != tt.want {
			t.Errorf("%q on %q: got %v", tt.pattern, tt.s, got)
		}
	}
}

// TestPasses follows
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html.
func TestPasses(t *testing.T) {
	t.Parallel()
	record := events.DynamoDBEventRecord{EventName: "INSERT", Change: events.DynamoDBStreamRecord{
		Keys: map[string]events.DynamoDBAttributeValue{"PK": events.NewStringAttribute("MAIL#1"), "SK": events.NewStringAttribute("META")},
	}}
	tests := []struct {
		name    string
		filters []string
		want    bool
	}{
		{"none", nil, true},
		{"a value", []string{`{"eventName":["INSERT"]}`}, true},
		{"one of several", []string{`{"eventName":["MODIFY","INSERT"]}`}, true},
		{"another value", []string{`{"eventName":["REMOVE"]}`}, false},
		{"its beginning is no value", []string{`{"eventName":["INS"]}`}, false},
		{"a prefix", []string{`{"dynamodb":{"Keys":{"PK":{"S":[{"prefix":"MAIL#"}]}}}}`}, true},
		{"another prefix", []string{`{"dynamodb":{"Keys":{"PK":{"S":[{"prefix":"POST#"}]}}}}`}, false},
		{"all of several keys", []string{`{"eventName":["INSERT"],"dynamodb":{"Keys":{"SK":{"S":["META"]}}}}`}, true},
		{"not all of them", []string{`{"eventName":["MODIFY"],"dynamodb":{"Keys":{"SK":{"S":["META"]}}}}`}, false},
		{"what is not there", []string{`{"dynamodb":{"NewImage":{"GSI1PK":{"S":["x"]}}}}`}, false},
		{"one of several filters", []string{`{"eventName":["REMOVE"]}`, `{"eventName":["INSERT"]}`}, true},
		{"no JSON", []string{`{`}, false},
	}
	for _, tt := range tests {
		var filters []any
		for _, f := range tt.filters {
			filters = append(filters, map[string]any{"Pattern": f})
		}
		template := sam.Template{"Resources": map[string]any{"M": map[string]any{"Properties": map[string]any{
			"FilterCriteria": map[string]any{"Filters": filters}}}}}
		if got := template.Passes("M", record); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestFunctionsAndSettings(t *testing.T) {
	t.Parallel()
	template := parse(t, `
Globals: {Function: {Timeout: 10, MemorySize: 512}}
Resources:
  DeskFunction: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: functions/desk/, Timeout: 28}}
  Table: {Type: 'AWS::DynamoDB::Table'}
`)
	if got := template.Functions(); len(got) != 1 || got["desk"] != "DeskFunction" {
		t.Errorf("got functions %v", got)
	}
	if template.Setting("DeskFunction", "Timeout") != 28 || template.Setting("DeskFunction", "MemorySize") != 512 || template.Setting("DeskFunction", "Role") != nil {
		t.Error("a function's own setting comes before that of all")
	}
}

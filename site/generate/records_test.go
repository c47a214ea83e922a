package generate

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const goodRecord = `{"kind":"comment","post":"first","id":"01JV0000000000000000000001","parent":"","name":"Ann","staff":"","at":"2026-05-01T10:00:00Z","text":"Hello\nthere"}`

func TestReadRecords(t *testing.T) {
	t.Parallel()
	got, err := ReadRecords(strings.NewReader(goodRecord + "\n" + strings.ReplaceAll(goodRecord, "0001\"", "0002\"") + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	first := Comment{Post: "first", ID: "01JV0000000000000000000001", Name: "Ann", At: time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC), Text: "Hello\nthere"}
	second := first
	first.line, second.line = 1, 2
	second.ID = "01JV0000000000000000000002"
	if diff := cmp.Diff([]Comment{first, second}, got, cmp.AllowUnexported(Comment{})); diff != "" {
		t.Errorf("records differ (-want +got):\n%s", diff)
	}
}

func TestReadRecordsRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"unknown kind", `"comment"`, `"post"`, `records:1: unknown kind "post": the kinds are "comment"`},
		{"unknown key", `"name"`, `"email":"a@b.c","name"`, `records:1: unknown key "email": the keys are`},
		{"key in another case", `"name"`, `"Name"`, `records:1: unknown key "Name"`},
		{"key twice", `"name"`, `"id":"x","name"`, `records:1: key "id" is written twice: keep one`},
		{"missing key", `"staff":"",`, ``, `records:1: missing key "staff": add it`},
		{"not a string", `"text":"Hello\nthere"`, `"text":5`, `records:1: line is no JSON object of strings`},
		{"more than one value", `there"}`, `there"} {}`, `records:1: line is no JSON object of strings`},
		{"empty line", goodRecord, ``, `records:1: line is no JSON object of strings`},
		{"null", goodRecord, `null`, `records:1: line is no JSON object of strings`},
		{"not UTF-8", `Ann`, "A\xffn", `records:1: line is not valid UTF-8`},
		{"bad id", `01JV0000000000000000000001`, `01jv0000000000000000000001`, `records:1: id is no ULID`},
		{"id too big", `01JV0000000000000000000001`, `81JV0000000000000000000001`, `records:1: id is no ULID`},
		{"bad parent", `"parent":""`, `"parent":"1"`, `records:1: parent is no ULID "1"`},
		{"bad date", `2026-05-01T10:00:00Z`, `2026-05-01`, `records:1: at is no time "2026-05-01": write RFC 3339`},
		{"bad post", `"first"`, `"../first"`, `records:1: post is no slug "../first"`},
		{"bad staff", `"staff":""`, `"staff":"Ann"`, `records:1: staff is no slug "Ann"`},
		{"no name", `"Ann"`, `" "`, `records:1: name or text is empty`},
		{"line break in the name", `"Ann"`, `"A\nnn"`, `records:1: name holds a control or direction character`},
		{"bidi override", `there`, `\u202ethere`, `records:1: text holds a control or direction character`},
		{"same id", goodRecord, goodRecord + "\n" + goodRecord, `records:2: id 01JV0000000000000000000001 is also that of line 1: keep one of them`},
		{"over-long line", `there`, strings.Repeat("x", maxRecord), `records:1: line is over`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(goodRecord, test.old, test.new, 1)
			_, err := ReadRecords(strings.NewReader(text + "\n"))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("ReadRecords = %v, want %s", err, test.want)
			}
		})
	}
}

func TestReadRecordsReportsEveryLine(t *testing.T) {
	t.Parallel()
	_, err := ReadRecords(strings.NewReader("x\n" + goodRecord + "\n\n{}\n"))
	want := []string{"records:1:", "records:3:", "records:4:"}
	if err == nil {
		t.Fatal("no error")
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("problem %d = %s, want %s", i, line, want[i])
		}
	}
}

// FuzzRecords holds that whatever is accepted is a record of the kind, and
// reads back the same.
func FuzzRecords(f *testing.F) {
	data, err := os.ReadFile("../testdata/records.ndjson")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(goodRecord)
	f.Add("{\"kind\":\"comment\",")
	f.Add(`{"kind":"tombstone","post":"first","id":"01JV0000000000000000000001","parent":"","at":"2026-05-01T10:00:00Z"}`)
	f.Add(strings.Replace(goodRecord, "Hello", `\ud83d\ude00 \ud800 \u00e9\/`, 1))
	f.Fuzz(func(t *testing.T, text string) {
		comments, err := ReadRecords(strings.NewReader(text))
		if err != nil {
			return
		}
		var again strings.Builder
		for _, c := range comments {
			if err := c.check(); err != nil {
				t.Errorf("accepted %+v: %v", c, err)
			}
			if c.Gone {
				line, err := json.Marshal(map[string]string{"kind": "tombstone", "post": c.Post, "id": c.ID, "parent": c.Parent, "at": c.At.Format(time.RFC3339Nano)})
				if err != nil {
					t.Fatal(err)
				}
				again.WriteString(string(line) + "\n")
				continue
			}
			line, err := json.Marshal(map[string]string{"kind": "comment", "post": c.Post, "id": c.ID, "parent": c.Parent, "name": c.Name, "staff": c.Staff, "at": c.At.Format(time.RFC3339Nano), "text": c.Text})
			if err != nil {
				t.Fatal(err)
			}
			again.WriteString(string(line) + "\n")
		}
		back, err := ReadRecords(strings.NewReader(again.String()))
		if err != nil {
			t.Fatalf("does not read back: %v", err)
		}
		equalTime := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
		if diff := cmp.Diff(comments, back, equalTime, cmpopts.IgnoreUnexported(Comment{})); diff != "" {
			t.Errorf("reads back as another (-first +second):\n%s", diff)
		}
	})
}
